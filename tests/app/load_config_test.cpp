#include "app/load_config.h"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

#include <boost/json/parse.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace vitrine::app {
namespace {

using ::testing::HasSubstr;

// A folder for configuration files, gone with the test.
class Folder {
 public:
  Folder() {
    if (::mkdtemp(path_.data()) == nullptr) throw std::runtime_error("no scratch folder");
  }

  ~Folder() { std::filesystem::remove_all(path_); }

  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  const std::string& path() const { return path_; }

  void write(const std::string& name, const std::string& text) const {
    std::ofstream(path_ + "/" + name) << text;
  }

 private:
  std::string path_ = "/tmp/vitrine-config-XXXXXX";
};

std::string mistakes(const Result<Config>& config) {
  return config ? "none" : config.error().public_message;
}

Result<Config> from_json(const std::string& key, const std::string& value) {
  return make_config({{key, boost::json::parse(value), "test.json:1"}});
}

TEST(LoadConfig, FlagsWinOverVariablesOverTheFileOverDefaults) {
  const Folder folder;
  folder.write("shop.json", R"({ "server_port": 1, "status_port": 1001, "maximum_width": 11 })");
  const auto config =
      load_config({.flags = {{"server_port", "3", "--server-port"}},
                   .environment = "shop",
                   .variables = {"VITRINE_SERVER_PORT=2", "VITRINE_STATUS_PORT=1002"},
                   .folder = folder.path()});
  ASSERT_TRUE(config) << mistakes(config);
  EXPECT_EQ(config->public_server.port, 3) << "flag";
  EXPECT_EQ(config->status_server.port, 1002) << "variable";
  EXPECT_EQ(config->pictures.width_max, 11U) << "file";
  EXPECT_EQ(config->pictures.height_max, 1000U) << "default";
}

TEST(LoadConfig, TheFileOfDevelopmentMayBeAbsentANamedOneMayNot) {
  const Folder folder;
  EXPECT_TRUE(
      load_config({.flags = {}, .environment = {}, .variables = {}, .folder = folder.path()}));
  const auto named =
      load_config({.flags = {}, .environment = "shop", .variables = {}, .folder = folder.path()});
  EXPECT_EQ(mistakes(named),
            folder.path() + "/shop.json: cannot be read: No such file or directory (-e shop)");
}

TEST(LoadConfig, DevelopmentIsTheDefault) {
  const Folder folder;
  folder.write("development.json", R"({ "server_port": 5 })");
  const auto config =
      load_config({.flags = {}, .environment = {}, .variables = {}, .folder = folder.path()});
  ASSERT_TRUE(config) << mistakes(config);
  EXPECT_EQ(config->public_server.port, 5);
}

TEST(LoadConfig, AnEnvironmentIsANameAndNoPath) {
  for (const auto* name : {"", "../secret", "a/b", "a.b", "a b"}) {
    const auto config =
        load_config({.flags = {}, .environment = name, .variables = {}, .folder = "/nowhere"});
    EXPECT_THAT(mistakes(config), HasSubstr("must be 1 to 64 letters")) << name;
  }
}

TEST(LoadConfig, AFileThatCannotBeReadIsNotTakenForAnAbsentOne) {
  const Folder folder;
  std::filesystem::create_symlink("development.json", folder.path() + "/development.json");
  const auto config =
      load_config({.flags = {}, .environment = {}, .variables = {}, .folder = folder.path()});
  EXPECT_THAT(mistakes(config), HasSubstr("Too many levels of symbolic links"));
}

TEST(LoadConfig, MistakesNameKeyValueRangeAndPlace) {
  const Folder folder;
  folder.write("shop.json",
               "{\n\"limits\": {\n\"render_queue\": -1 },\n\"default_compression\": 0 }");
  const auto config = load_config({.flags = {{"bind", "here", "--bind"}},
                                   .environment = "shop",
                                   .variables = {"VITRINE_GALLERY=perhaps"},
                                   .folder = folder.path()});
  const auto file = folder.path() + "/shop.json";
  EXPECT_EQ(mistakes(config),
            file + ":3: limits.render_queue = -1: must be a whole number from 0 to 100000\n" +
                file +
                ":4: default_compression = 0: must be a whole number from 1 to 100\n"
                "VITRINE_GALLERY: gallery = \"perhaps\": must be true or false\n"
                "--bind: bind = \"here\": must be an IPv4 or IPv6 address");
}

TEST(LoadConfig, AMistakeInsideOfNamespacesHasItsOwnLine) {
  const Folder folder;
  folder.write("shop.json", "{ \"namespaces\": {\n\"a\": {\n\"enlarge\": 3 } } }");
  const auto config =
      load_config({.flags = {}, .environment = "shop", .variables = {}, .folder = folder.path()});
  EXPECT_EQ(mistakes(config),
            folder.path() + "/shop.json:3: namespaces.a.enlarge = 3: must be true or false");
}

TEST(LoadConfig, ASecretIsNotPartOfItsMistake) {
  EXPECT_EQ(
      mistakes(from_json("operator_key", R"("hunter2")")),
      "test.json:1: operator_key = ***: must be at least 16 visible ASCII characters, or empty");
}

TEST(LoadConfig, BucketsAreForLater) {
  EXPECT_THAT(mistakes(from_json("blobs", R"("s3://bucket")")),
              HasSubstr("this version keeps blobs in a folder; s3:// is not available"));
}

TEST(LoadConfig, WithoutAnOriginANamespaceReadsFromTheSourceDomain) {
  for (const auto* domain : {"https://cdn.example.com/p", "https://cdn.example.com/p/"}) {
    const auto config =
        make_config({{"namespaces", boost::json::parse(R"({"product/image": {}})"), "test"},
                     {"source_domain", boost::json::value(domain), "test"}});
    ASSERT_TRUE(config) << mistakes(config);
    EXPECT_EQ(config->pictures.namespaces.at(0).origin,
              "https://cdn.example.com/p/product/image/{id}/original.jpg");
  }
}

TEST(LoadConfig, ANamespaceWithNowhereToReadFromIsRefused) {
  EXPECT_EQ(mistakes(from_json("namespaces", R"({"a": {}})")),
            "namespaces.a: has no origin, and there is no source_domain to take it from");
}

TEST(LoadConfig, CacheSecondsAreThoseOfTheNamespaceOrOfAll) {
  const auto config = make_config({
      {"namespaces",
       boost::json::parse(
           R"({"a": {"origin": "file:{id}"}, "b": {"origin": "file:{id}", "cache_seconds": 5}})"),
       "test"},
      {"cache_seconds", 60, "test"},
  });
  ASSERT_TRUE(config) << mistakes(config);
  EXPECT_EQ(config->pictures.namespaces.at(0).cache_for, std::chrono::seconds(60));
  EXPECT_EQ(config->pictures.namespaces.at(1).cache_for, std::chrono::seconds(5));
}

TEST(LoadConfig, TheStatusPortFollowsThePublicOne) {
  const auto config = make_config({{"bind", "::1", "test"}, {"limits.idle_seconds", 7, "test"}});
  ASSERT_TRUE(config) << mistakes(config);
  EXPECT_EQ(config->status_server.bind, "::1");
  EXPECT_EQ(config->status_server.limits.idle_time_max, std::chrono::seconds(7));
  EXPECT_EQ(config->status_server.name, "status");
}

TEST(LoadConfig, TheInstanceIsTheHostUnlessItHasAName) {
  EXPECT_FALSE(make_config({})->instance.empty());
  EXPECT_EQ(make_config({{"instance", "shop-1", "test"}})->instance, "shop-1");
}

TEST(LoadConfig, SettingsThatContradictEachOtherAreRefused) {
  struct Row {
    const char* reason;
    std::vector<Given> given;
    std::string mistake;
  };

  const std::string key = "000102030405060708090a0b0c0d0e0f";
  const Row rows[] = {
      {"a certificate without its key",
       {{"tls.certificate", "a.pem", ""}},
       "tls.certificate and tls.key: one is given without the other"},
      {"a key without its certificate",
       {{"tls.key", "a.pem", ""}},
       "tls.certificate and tls.key: one is given without the other"},
      {"both", {{"tls.key", "a.pem", ""}, {"tls.certificate", "b.pem", ""}}, "none"},
      {"a salt without a key",
       {{"signing.salt", "00", ""}},
       "signing.salt: is given without signing.key"},
      {"a salt with a key",
       {{"signing.salt", "00", ""}, {"signing.key", boost::json::value(key), ""}},
       "none"},
      {"one port for two servers",
       {{"status_port", 7000, ""}},
       "server_port and status_port: both are 7000 on 127.0.0.1"},
      {"two free ports", {{"status_port", 0, ""}, {"server_port", 0, ""}}, "none"},
      {"one port on two addresses",
       {{"status_port", 7000, ""}, {"status_bind", "127.0.0.2", ""}},
       "none"},
      {"an original that never fits",
       {{"limits.fetch_bytes", 2048, ""}, {"limits.original_bytes", 4096, ""}},
       "limits.fetch_bytes = 2048: must be at least limits.original_bytes = 4096"},
  };
  for (const auto& row : rows)
    EXPECT_EQ(mistakes(make_config(row.given)), row.mistake) << row.reason;
}

}  // namespace
}  // namespace vitrine::app
