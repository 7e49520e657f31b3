#include "tidy/room_checks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace vitrine::tidy {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(RoomChecks, AnIncludeNeedsADeclaredEdge) {
  const Repository repository = {
      {"src/cache/CMakeLists.txt", "add_room(cache SOURCES a.cpp USES failure blobs)"},
      {"src/cache/a.cpp",
       "#include \"cache/a.h\"\n#include \"blobs/b.h\"\n#include <vector>\n#include "
       "\"http/c.h\"\n"},
      {"src/app/main.cpp", "#include \"http/c.h\"\n"},
      {"tests/cache/a_test.cpp", "#include \"http/c.h\"\n"},
  };
  EXPECT_THAT(check_declared_edges(repository),
              ElementsAre(HasSubstr("src/cache/a.cpp:4: includes http/c.h")));
}

TEST(RoomChecks, AnIncludeNamesItsRoom) {
  const Repository repository = {
      {"src/cache/CMakeLists.txt", "add_room(cache SOURCES a.cpp)"},
      {"src/cache/a.h", ""},
      {"src/cache/a.cpp", "#include \"a.h\"\n#include \"made_by_the_build.h\"\n"},
  };
  EXPECT_THAT(
      check_declared_edges(repository),
      ElementsAre(HasSubstr("src/cache/a.cpp:1: includes a.h: write the folder cache/ too")));
}

TEST(RoomChecks, EveryFolderOfTheStoreIsARoom) {
  const Repository repository = {
      {"src/store/sqlite/CMakeLists.txt", "add_room(store_sqlite SOURCES a.cpp USES failure)"},
      {"src/store/redis/CMakeLists.txt", "add_room(store_redis SOURCES b.cpp USES failure)"},
      {"src/store/sqlite/a.h", ""},
      {"src/store/sqlite/a.cpp",
       "#include \"store/sqlite/a.h\"\n#include \"failure/b.h\"\n#include \"a.h\"\n"},
      {"src/store/redis/b.cpp", "#include \"store/sqlite/a.h\"\n"},
  };
  EXPECT_THAT(check_declared_edges(repository),
              ElementsAre(HasSubstr("src/store/sqlite/a.cpp:3: includes a.h"),
                          HasSubstr("src/store/redis/b.cpp:1: includes store/sqlite/a.h")));
}

TEST(RoomChecks, EdgesPointDown) {
  const Repository repository = {
      {"src/cache/CMakeLists.txt", "add_room(cache SOURCES a.cpp USES failure blobs http images)"},
      {"src/failure/CMakeLists.txt", "add_room(failure SOURCES a.cpp)"},
      {"src/attic/CMakeLists.txt", "add_room(attic SOURCES a.cpp USES failure)"},
      {"src/http/CMakeLists.txt", "add_room(http SOURCES a.cpp USES cellar)"},
      {"src/app/CMakeLists.txt",
       "add_room(configuration SOURCES a.cpp USES http)\n"
       "add_room(app SOURCES b.cpp USES http configuration)"},
  };
  EXPECT_THAT(check_levels(repository),
              ElementsAre(HasSubstr("src/attic: has no level"),
                          HasSubstr("src/cache: USES http, which is not below it"),
                          HasSubstr("src/cache: USES images, which is not below it"),
                          HasSubstr("src/http: USES cellar, which is no room")));
}

TEST(RoomChecks, ALibraryIsKnownToItsRoomsOnly) {
  const Repository repository = {
      {"src/images/a.cpp", "#include <vips/vips8>\n#include <boost/asio/post.hpp>\n"},
      {"src/http/a.cpp", "#include <boost/asio/post.hpp>\n#include <vips/vips8>\n"},
      {"src/blobs/a.cpp", "#include <vector>\n#include <fcntl.h>\n#include <sqlite3.h>\n"},
      {"tests/images/a_test.cpp", "#include <boost/asio/post.hpp>\n"},
  };
  EXPECT_THAT(check_libraries(repository),
              ElementsAre(HasSubstr("src/images/a.cpp:2: includes boost/asio/post.hpp"),
                          HasSubstr("src/http/a.cpp:2: includes vips/vips8"),
                          HasSubstr("src/blobs/a.cpp:3: includes sqlite3.h")));
}

TEST(RoomChecks, EverySourceIsListed) {
  const Repository repository = {
      {"src/cache/CMakeLists.txt", "add_room(cache SOURCES a.cpp)"},
      {"src/cache/a.cpp", ""},
      {"src/cache/b.cpp", ""},
      {"src/cache/c.h", ""},
      {"tests/service/CMakeLists.txt", "add_library(harness harness/d.cpp)"},
      {"tests/service/harness/d.cpp", ""},
  };
  EXPECT_THAT(check_listed_sources(repository), ElementsAre(HasSubstr("src/cache/b.cpp")));
}

TEST(RoomChecks, AnEmptyRepositoryIsInOrder) {
  EXPECT_THAT(check_declared_edges({}), IsEmpty());
  EXPECT_THAT(check_levels({}), IsEmpty());
  EXPECT_THAT(check_libraries({}), IsEmpty());
  EXPECT_THAT(check_listed_sources({}), IsEmpty());
}

}  // namespace
}  // namespace vitrine::tidy
