#include "app/sizes_job.h"

#include <deque>
#include <string>

#include <gtest/gtest.h>

#include "delivery/delivery_fixture.h"
#include "endpoints/upload_intake.h"

namespace vitrine::app {
namespace {

class SizesJobTest : public testing::DeliveryFixture {
 protected:
  SizesJobTest() {
    config_of_pictures_.namespaces = {
        {.name = "product/image", .origin = "http://origin.test/{id}"}};
    for (const auto& space : config_of_pictures_.namespaces) spaces_.emplace_back(space, 80);
    open();
    origin_.serve(testing::kUrl, pictures::make_png(200, 100));
    origin_.fail("http://origin.test/none.png", FailureKind::not_found);
  }

  Result<std::string> run(const std::string& arguments) {
    const SizesJob job(config_of_pictures_, spaces_, delivery());
    jobs::JobRun run(
        {.lease = {}, .kind = "makeSizes", .queue = "q", .arguments = arguments}, {}, [] {});
    return wait(job.run(run));
  }

  endpoints::PicturesConfig config_of_pictures_;
  std::deque<endpoints::Namespace> spaces_;
};

TEST_F(SizesJobTest, MakesWhatWasNamed) {
  EXPECT_EQ(
      run(endpoints::sizes_arguments({"product/image", "camera.png"}, {"w50.png", "x20-q70.jpg"}))
          .value(),
      "2 sizes");
  EXPECT_EQ(renders(), 2U);
  EXPECT_EQ(run(endpoints::sizes_arguments({"product/image", "camera.png"}, {"w50.png"})).value(),
            "1 sizes");
  EXPECT_EQ(renders(), 2U) << "it was there";
}

TEST_F(SizesJobTest, RefusesWhatNobodyCouldOrder) {
  struct Row {
    const char* reason;
    std::string arguments;
    FailureKind kind;
  };

  const Row rows[] = {
      {"no JSON", "x", FailureKind::bad_request},
      {"no object", "[1]", FailureKind::bad_request},
      {"no sizes",
       R"([{"namespace":"product/image","id":"7","sizes":[]}])",
       FailureKind::bad_request},
      {"a number",
       R"([{"namespace":"product/image","id":"7","sizes":[1]}])",
       FailureKind::bad_request},
      {"no such namespace",
       endpoints::sizes_arguments({"x", "7"}, {"w50.png"}),
       FailureKind::not_found},
      {"no size",
       endpoints::sizes_arguments({"product/image", "7"}, {"wide.png"}),
       FailureKind::bad_request},
      {"too wide",
       endpoints::sizes_arguments({"product/image", "7"}, {"w5000.png"}),
       FailureKind::not_accepted},
      {"an id that climbs",
       endpoints::sizes_arguments({"product/image", "../7"}, {"w50.png"}),
       FailureKind::bad_request},
      {"no original",
       endpoints::sizes_arguments({"product/image", "none.png"}, {"w50.png"}),
       FailureKind::not_found},
  };
  for (const auto& row : rows) {
    const auto made = run(row.arguments);
    ASSERT_FALSE(made) << row.reason;
    EXPECT_EQ(made.error().kind, row.kind) << row.reason << ": " << made.error().public_message;
  }
}

}  // namespace
}  // namespace vitrine::app
