#include "origin/address_guard.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace vitrine::origin {
namespace {

using boost::asio::ip::make_address;
using ::testing::HasSubstr;
using ::testing::Not;

struct Row {
  const char* reason;
  const char* address;
};

// The first and the last address of each range, and what has been used to get past other guards.
const std::vector<Row> kNotPublic = {
    {"RFC 791 this network, first", "0.0.0.0"},
    {"RFC 791 this network, the one that Linux takes for loopback", "0.0.0.1"},
    {"RFC 791 this network, last", "0.255.255.255"},
    {"RFC 1918 private, first", "10.0.0.0"},
    {"RFC 1918 private, last", "10.255.255.255"},
    {"RFC 6598 shared space, first", "100.64.0.0"},
    {"RFC 6598 shared space, a cloud's metadata", "100.100.100.200"},
    {"RFC 6598 shared space, last", "100.127.255.255"},
    {"RFC 1122 loopback, first", "127.0.0.0"},
    {"RFC 1122 loopback", "127.0.0.1"},
    {"RFC 1122 loopback, last", "127.255.255.255"},
    {"a cloud's host agent", "168.63.129.16"},
    {"RFC 3927 link local, first", "169.254.0.0"},
    {"RFC 3927 link local, clouds' metadata", "169.254.169.254"},
    {"RFC 3927 link local, last", "169.254.255.255"},
    {"RFC 1918 private, first", "172.16.0.0"},
    {"RFC 1918 private, last", "172.31.255.255"},
    {"RFC 6890 protocol assignments, first", "192.0.0.0"},
    {"RFC 6890 protocol assignments, a cloud's metadata", "192.0.0.192"},
    {"RFC 6890 protocol assignments, last", "192.0.0.255"},
    {"RFC 5737 documentation, first", "192.0.2.0"},
    {"RFC 5737 documentation, last", "192.0.2.255"},
    {"RFC 7526 6to4 relays", "192.88.99.1"},
    {"RFC 1918 private, first", "192.168.0.0"},
    {"RFC 1918 private, last", "192.168.255.255"},
    {"RFC 2544 benchmarking, first", "198.18.0.0"},
    {"RFC 2544 benchmarking, last", "198.19.255.255"},
    {"RFC 5737 documentation", "198.51.100.1"},
    {"RFC 5737 documentation", "203.0.113.1"},
    {"RFC 5771 multicast, first", "224.0.0.0"},
    {"RFC 5771 multicast, last", "239.255.255.255"},
    {"RFC 1112 reserved, first", "240.0.0.0"},
    {"RFC 919 limited broadcast", "255.255.255.255"},

    {"RFC 4291 unspecified", "::"},
    {"RFC 4291 loopback", "::1"},
    {"RFC 4193 unique local, first", "fc00::"},
    {"RFC 4193 unique local, a cloud's metadata", "fd00:ec2::254"},
    {"RFC 4193 unique local, last", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"},
    {"RFC 4291 link local, first", "fe80::"},
    {"RFC 4291 link local, last", "febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff"},
    {"RFC 3879 site local", "fec0::1"},
    {"RFC 4291 multicast, first", "ff00::"},
    {"RFC 4291 multicast, all nodes", "ff02::1"},
    {"RFC 6666 discard only", "100::1"},
    {"RFC 2928 protocol assignments", "2001:1ff:ffff::1"},
    {"RFC 5180 benchmarking", "2001:2::1"},
    {"RFC 4843 ORCHID", "2001:10::1"},
    {"RFC 7343 ORCHIDv2", "2001:20::1"},
    {"RFC 3849 documentation", "2001:db8::1"},
    {"RFC 9637 documentation", "3fff:fff::1"},
    {"RFC 9602 segment routing", "5f00::1"},
    {"not given out by IANA", "4000::1"},
    {"not given out by IANA", "1000::1"},

    {"RFC 4291 mapped loopback", "::ffff:127.0.0.1"},
    {"RFC 4291 mapped private", "::ffff:10.0.0.1"},
    {"RFC 4291 mapped metadata", "::ffff:a9fe:a9fe"},
    {"RFC 4291 compatible loopback", "::127.0.0.1"},
    {"RFC 4291 compatible public, deprecated", "::8.8.8.8"},
    {"RFC 3056 6to4 of loopback", "2002:7f00:1::1"},
    {"RFC 3056 6to4 of private space", "2002:c0a8:101::1"},
    {"RFC 6052 NAT64 of loopback", "64:ff9b::7f00:1"},
    {"RFC 6052 NAT64 of metadata", "64:ff9b::169.254.169.254"},
    {"RFC 8215 local NAT64 of private space", "64:ff9b:1::10.0.0.1"},
    {"RFC 8215 local NAT64 of a public address", "64:ff9b:1::8.8.8.8"},
    {"RFC 4380 Teredo server in private space", "2001:0:a00:1::f7f7:f7f7"},
    {"RFC 4380 Teredo client that is loopback", "2001:0:808:808:0:0:80ff:fffe"},
    {"RFC 5214 ISATAP of loopback", "2606:4700::5efe:127.0.0.1"},
    {"RFC 5214 ISATAP of private space, global bit", "2606:4700::200:5efe:192.168.1.1"},
};

const std::vector<Row> kPublic = {
    {"a public resolver", "8.8.8.8"},
    {"a public resolver", "1.1.1.1"},
    {"before RFC 1918", "9.255.255.255"},
    {"after RFC 1918", "11.0.0.0"},
    {"before RFC 6598", "100.63.255.255"},
    {"after RFC 6598", "100.128.0.0"},
    {"before loopback", "126.255.255.255"},
    {"after loopback", "128.0.0.0"},
    {"before link local", "169.253.255.255"},
    {"after link local", "169.255.0.0"},
    {"before RFC 1918", "172.15.255.255"},
    {"after RFC 1918", "172.32.0.0"},
    {"after the protocol assignments", "192.0.1.0"},
    {"before RFC 1918", "192.167.255.255"},
    {"after RFC 1918", "192.169.0.0"},
    {"before benchmarking", "198.17.255.255"},
    {"after benchmarking", "198.20.0.0"},
    {"the last unicast address", "223.255.255.255"},
    {"a content network", "2606:4700::1111"},
    {"a public resolver", "2001:4860:4860::8888"},
    {"after the protocol assignments", "2001:200::1"},
    {"mapped public", "::ffff:8.8.8.8"},
    {"RFC 6052 NAT64 of a public address", "64:ff9b::8.8.8.8"},
    {"RFC 3056 6to4 of a public address", "2002:808:808::1"},
    {"RFC 5214 ISATAP of a public address", "2606:4700::5efe:8.8.8.8"},
};

TEST(AddressGuard, RefusesEveryAddressThatIsNotPublic) {
  const auto guard = AddressGuard::from({}, {}).value();
  for (const auto& row : kNotPublic) {
    const auto address = make_address(row.address);
    EXPECT_FALSE(is_public(address)) << row.reason << ' ' << row.address;
    const auto checked = guard.check("pictures.example", address, 80);
    ASSERT_FALSE(checked) << row.reason << ' ' << row.address;
    EXPECT_EQ(checked.error().kind, FailureKind::not_allowed);
  }
}

TEST(AddressGuard, AcceptsEveryPublicAddressOnTheWebsPorts) {
  const auto guard = AddressGuard::from({}, {}).value();
  for (const auto& row : kPublic) {
    const auto address = make_address(row.address);
    EXPECT_TRUE(is_public(address)) << row.reason << ' ' << row.address;
    EXPECT_TRUE(guard.check("pictures.example", address, 80)) << row.reason;
    EXPECT_TRUE(guard.check("pictures.example", address, 443)) << row.reason;
  }
}

TEST(AddressGuard, RefusesOtherPortsOfPublicAddresses) {
  const auto guard = AddressGuard::from({}, {}).value();
  for (const std::uint16_t port :
       std::vector<std::uint16_t>{0, 22, 25, 81, 444, 6379, 8080, 65535}) {
    const auto checked = guard.check("pictures.example", make_address("8.8.8.8"), port);
    ASSERT_FALSE(checked) << port;
    EXPECT_EQ(checked.error().kind, FailureKind::not_allowed);
    EXPECT_THAT(checked.error().public_message, HasSubstr(std::to_string(port)));
  }
}

TEST(AddressGuard, NamesTheHostAndNeverTheAddress) {
  const auto guard = AddressGuard::from({}, {}).value();

  const auto by_name = guard.check("inside.example", make_address("10.1.2.3"), 80);
  EXPECT_THAT(by_name.error().public_message, HasSubstr("inside.example"));
  EXPECT_THAT(by_name.error().public_message, Not(HasSubstr("10.1.2.3")));
  EXPECT_THAT(by_name.error().detail, HasSubstr("10.1.2.3"));

  const auto by_address = guard.check("10.1.2.3", make_address("10.1.2.3"), 80);
  EXPECT_THAT(by_address.error().public_message, Not(HasSubstr("10.1.2.3")));
}

TEST(AddressGuard, LetsThroughWhatTheOperatorAllowed) {
  struct Allowed {
    const char* reason;
    std::vector<std::string> allow_private;
    const char* host;
    const char* address;
    std::uint16_t port;
    bool expected;
  };

  const std::vector<Allowed> rows = {
      {"an address", {"127.0.0.1"}, "h", "127.0.0.1", 80, true},
      {"an address, on any port", {"127.0.0.1"}, "h", "127.0.0.1", 8100, true},
      {"an address, written as IPv6", {"127.0.0.1"}, "h", "::ffff:127.0.0.1", 8100, true},
      {"an address, written as IPv6 in the list", {"::ffff:127.0.0.1"}, "h", "127.0.0.1", 80, true},
      {"not its neighbour", {"127.0.0.1"}, "h", "127.0.0.2", 80, false},
      {"not its NAT64 form", {"127.0.0.1"}, "h", "64:ff9b::7f00:1", 80, false},
      {"a block", {"10.0.0.0/8"}, "h", "10.200.0.1", 8080, true},
      {"not outside of the block", {"10.0.0.0/8"}, "h", "192.168.0.1", 80, false},
      {"an IPv6 block", {"fd00::/8"}, "h", "fd12::1", 8080, true},
      {"a host name", {"minio"}, "minio", "172.18.0.2", 9000, true},
      {"a host name in other letters", {"MinIO."}, "minIO", "172.18.0.2", 9000, true},
      {"a host name with a dot at its end", {"minio.local"}, "minio.local.", "10.0.0.1", 80, true},
      {"not a host below it", {"minio.local"}, "a.minio.local", "10.0.0.1", 80, false},
      {"not a host that ends like it", {"minio.local"}, "xminio.local", "10.0.0.1", 80, false},
      {"one of several", {"a.example", "10.0.0.1", "::1"}, "h", "::1", 81, true},
  };
  for (const auto& row : rows) {
    const auto guard = AddressGuard::from(row.allow_private, {}).value();
    EXPECT_EQ(guard.check(row.host, make_address(row.address), row.port).has_value(), row.expected)
        << row.reason;
  }
}

TEST(AddressGuard, KeepsToTheListOfPortsWhenThereIsOne) {
  const auto guard = AddressGuard::from({"127.0.0.1"}, {443, 8443}).value();

  EXPECT_TRUE(guard.check("h", make_address("8.8.8.8"), 8443));
  EXPECT_TRUE(guard.check("h", make_address("127.0.0.1"), 443));
  EXPECT_FALSE(guard.check("h", make_address("8.8.8.8"), 80));
  EXPECT_FALSE(guard.check("h", make_address("127.0.0.1"), 80));
}

TEST(AddressGuard, NamesTheEntryThatItCannotRead) {
  for (const std::string entry : {"",
                                  ".",
                                  "10.0.0.0/33",
                                  "300.1.1.1",
                                  "127.1",
                                  "http://a",
                                  "a b",
                                  "a/b",
                                  "*.example",
                                  "a..b",
                                  "-a",
                                  "caf\xc3\xa9",
                                  "fe80::1%eth0",
                                  "::1/129",
                                  "host:80"}) {
    const auto guard = AddressGuard::from({"127.0.0.1", entry}, {});
    ASSERT_FALSE(guard) << entry;
    EXPECT_EQ(guard.error().kind, FailureKind::bad_request);
    EXPECT_THAT(guard.error().public_message, HasSubstr('"' + entry + '"'));
  }
}

}  // namespace
}  // namespace vitrine::origin
