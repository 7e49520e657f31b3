#include "app/text_rules.h"

#include <string>

#include <gtest/gtest.h>

namespace vitrine::app {
namespace {

struct Row {
  const char* reason;
  std::string text;
  bool fits;
};

template <std::size_t N>
void expect(bool (*rule)(std::string_view), const Row (&rows)[N]) {
  for (const auto& row : rows) EXPECT_EQ(rule(row.text), row.fits) << row.reason;
}

TEST(TextRules, NamespaceNames) {
  const Row rows[] = {
      {"one segment", "product", true},
      {"two, as S3 had them", "product/image", true},
      {"four", "a/b/c/d", true},
      {"five", "a/b/c/d/e", false},
      {"all that is allowed", "A-z_09", true},
      {"empty", "", false},
      {"slash in front", "/product", false},
      {"slash at the end", "product/", false},
      {"empty segment", "a//b", false},
      {"dots could leave the tree", "..", false},
      {"a dot", "a.b", false},
      {"a brace would be a pattern of the router", "{id}", false},
      {"a space", "a b", false},
      {"not ASCII", "caf\xC3\xA9", false},
      {"a segment as long as may be", std::string(128, 'a'), true},
      {"and one longer", std::string(129, 'a'), false},
  };
  expect(is_namespace_name, rows);
}

TEST(TextRules, Addresses) {
  const Row rows[] = {
      {"IPv4", "127.0.0.1", true},
      {"all of IPv4", "0.0.0.0", true},
      {"IPv6", "::1", true},
      {"a name", "localhost", false},
      {"octal", "0177.0.0.1", false},
      {"too large", "256.0.0.1", false},
      {"with a port", "127.0.0.1:80", false},
      {"in brackets", "[::1]", false},
      {"NUL inside", std::string("127.0.0.1\0x", 11), false},
      {"empty", "", false},
  };
  expect(is_address, rows);
  EXPECT_TRUE(is_address_or_empty(""));
}

TEST(TextRules, AddressesBlocksAndHosts) {
  const Row rows[] = {
      {"an address", "10.0.0.1", true},
      {"a block", "10.0.0.0/8", true},
      {"all of IPv4", "0.0.0.0/0", true},
      {"a block of IPv6", "fd00::/8", true},
      {"a name", "origin.internal", true},
      {"too many bits", "10.0.0.0/33", false},
      {"too many bits of IPv6", "fd00::/129", false},
      {"no bits", "10.0.0.0/", false},
      {"not a number", "10.0.0.0/8x", false},
      {"negative", "10.0.0.0/-1", false},
      {"a block of a name", "host/8", false},
      {"empty", "", false},
  };
  expect(is_address_block_or_host, rows);
}

TEST(TextRules, Hosts) {
  const Row rows[] = {
      {"a name", "cdn.example.com", true},
      {"IPv6", "::1", true},
      {"with a scheme", "http://cdn", false},
      {"with a path", "cdn/x", false},
      {"a wildcard is not understood", "*.example.com", false},
      {"a space", "a b", false},
      {"empty", "", false},
      {"longer than DNS allows", std::string(254, 'a'), false},
  };
  expect(is_host, rows);
  EXPECT_TRUE(is_host_or_empty(""));
}

TEST(TextRules, WebAddresses) {
  const Row rows[] = {
      {"http", "http://cdn.example.com", true},
      {"https with a path", "https://cdn.example.com/a/b", true},
      {"another scheme", "ftp://cdn", false},
      {"no scheme", "cdn.example.com", false},
      {"no host", "http://", false},
      {"no host, a path", "http:///x", false},
      {"a query cannot be continued by a path", "http://cdn?x=", false},
      {"a fragment", "http://cdn#x", false},
      {"a space", "http://c dn", false},
      {"a line end", "http://cdn\n", false},
  };
  expect(is_web_address, rows);
}

TEST(TextRules, OperatorKeys) {
  const Row rows[] = {
      {"off", "", true},
      {"16 characters", "0123456789abcdef", true},
      {"15 can be guessed", "0123456789abcde", false},
      {"a space does not fit into a header", "0123456789 abcdef", false},
      {"not ASCII", "0123456789abcd\xC3\xA9", false},
  };
  expect(is_operator_key, rows);
}

TEST(TextRules, PictureExtensions) {
  const Row rows[] = {
      {"jpg", "jpg", true},
      {"avif", "avif", true},
      {"auto is always allowed, and no extension", "auto", false},
      {"upper case", "JPG", false},
      {"pdf", "pdf", false},
      {"empty", "", false},
  };
  expect(is_picture_extension, rows);
}

}  // namespace
}  // namespace vitrine::app
