#include "http/outgoing.h"

#include <gtest/gtest.h>

namespace vitrine::http {
namespace {

std::string all_memory(Outgoing& outgoing) {
  std::string text;
  for (const auto& part : outgoing.memory()) {
    text.append(static_cast<const char*>(part.iov_base), part.iov_len);
  }
  return text;
}

TEST(Outgoing, GoesOnWhereItStopped) {
  const Body body = StaticText{"body"};
  for (std::size_t first = 0; first <= 8; ++first) {
    Outgoing outgoing;
    outgoing.begin("head", &body);
    outgoing.memory_sent(first);
    EXPECT_EQ(all_memory(outgoing), std::string("headbody").substr(first));
    EXPECT_EQ(outgoing.unsent(), 8 - first);
    EXPECT_EQ(outgoing.empty(), first == 8);
  }
}

TEST(Outgoing, KeepsWhatTheSharedBufferLoses) {
  std::string shared = "0123456789";
  Outgoing outgoing;
  outgoing.begin(shared, nullptr);
  outgoing.memory_sent(4);
  outgoing.keep();
  shared.assign(10, 'x');
  EXPECT_EQ(all_memory(outgoing), "456789");
  outgoing.memory_sent(2);
  outgoing.keep();
  EXPECT_EQ(all_memory(outgoing), "6789") << "keeping twice changes nothing";
}

TEST(Outgoing, SendsAFileBehindItsHead) {
  const auto file = std::make_shared<const OpenFile>();
  const Body body = FileSlice{file, 100, 50};
  Outgoing outgoing;
  outgoing.begin("head", &body);
  EXPECT_TRUE(outgoing.has_memory());
  EXPECT_TRUE(outgoing.has_file());
  EXPECT_EQ(outgoing.unsent(), 54);
  outgoing.memory_sent(4);
  EXPECT_FALSE(outgoing.has_memory());
  outgoing.file_sent(20);
  EXPECT_EQ(outgoing.file_offset(), 120);
  EXPECT_EQ(outgoing.file_bytes(), 30);
  outgoing.file_sent(30);
  EXPECT_TRUE(outgoing.empty());
}

TEST(Outgoing, IsEmptyAgainAtTheNextBeginning) {
  const auto file = std::make_shared<const OpenFile>();
  const Body body = FileSlice{file, 0, 50};
  Outgoing outgoing;
  outgoing.begin("head", &body);
  outgoing.begin("", nullptr);
  EXPECT_TRUE(outgoing.empty());
}

}  // namespace
}  // namespace vitrine::http
