#include "origin/address_block.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "origin/special_addresses.h"

namespace vitrine::origin {
namespace {

using boost::asio::ip::make_address;

TEST(AddressBlock, ContainsWhatSharesItsPrefix) {
  struct Row {
    const char* block;
    const char* address;
    bool expected;
  };

  const std::vector<Row> rows = {
      {"10.0.0.0/8", "10.0.0.0", true},
      {"10.0.0.0/8", "10.255.255.255", true},
      {"10.0.0.0/8", "11.0.0.0", false},
      {"10.0.0.0/8", "9.255.255.255", false},
      {"10.1.2.3/8", "10.200.0.1", true},
      {"172.16.0.0/12", "172.31.255.255", true},
      {"172.16.0.0/12", "172.32.0.0", false},
      {"172.16.0.0/12", "172.15.255.255", false},
      {"192.0.2.1", "192.0.2.1", true},
      {"192.0.2.1", "192.0.2.2", false},
      {"0.0.0.0/0", "255.255.255.255", true},
      {"0.0.0.0/0", "::1", false},
      {"::/0", "2001:db8::1", true},
      {"::/0", "127.0.0.1", false},
      {"fe80::/10", "febf::1", true},
      {"fe80::/10", "fec0::1", false},
      {"2001:db8::1", "2001:db8::1", true},
      {"2001:db8::1", "2001:db8::2", false},
      {"::ffff:10.0.0.0/104", "10.9.9.9", true},
      {"::ffff:10.0.0.1", "10.0.0.1", true},
  };
  for (const auto& row : rows) {
    const auto block = parse_block(row.block);
    ASSERT_TRUE(block) << row.block;
    EXPECT_EQ(block->contains(make_address(row.address)), row.expected)
        << row.address << " in " << row.block;
  }
}

TEST(AddressBlock, IsNotMadeFromAnythingElse) {
  const std::vector<std::string> rows = {"",
                                         "10.0.0.0/",
                                         "10.0.0.0/33",
                                         "10.0.0.0/-1",
                                         "10.0.0.0/8/8",
                                         "10.0.0.0/ 8",
                                         "10.0.0.0/+8",
                                         "10.0.0/8",
                                         "010.0.0.0.0",
                                         "2001:db8::/129",
                                         "[::1]",
                                         "fe80::1%1",
                                         "localhost",
                                         "/8",
                                         " 10.0.0.1",
                                         "10.0.0.1\n",
                                         "::ffff:0:0/95"};
  for (const auto& text : rows) EXPECT_FALSE(parse_block(text)) << text;
}

TEST(SpecialAddresses, AreBlocksThatEachGiveAReason) {
  for (const auto& row : special_blocks()) {
    const auto block = parse_block(row.block);
    ASSERT_TRUE(block) << row.block;
    EXPECT_TRUE(is_special(block->network)) << row.block;
    EXPECT_NE(std::string(row.reason), "") << row.block;
  }
}

}  // namespace
}  // namespace vitrine::origin
