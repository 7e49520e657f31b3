// The command line and the configuration: what is wrong is said before anything is served.
#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

#include "service/harness/gallery.h"
#include "service/harness/picture.h"

namespace vitrine::service {
namespace {

Finished vitrine(const TemporaryFolder& home, std::vector<std::string> arguments) {
  return run(
      {.program = vitrine_program(), .arguments = std::move(arguments), .folder = home.path()});
}

TEST(CommandLine, TellsTheVersion) {
  const TemporaryFolder home;
  const auto told = vitrine(home, {"--version"});
  EXPECT_EQ(told.code, 0);
  EXPECT_NE(told.output.find(VITRINE_VERSION), std::string::npos) << told.output;
}

TEST(CommandLine, ExplainsItself) {
  const TemporaryFolder home;
  const auto help = vitrine(home, {"--help"});
  EXPECT_EQ(help.code, 0);
  for (const char* word : {"serve", "batch", "config", "--server-port"}) {
    EXPECT_NE(help.output.find(word), std::string::npos) << word;
  }
}

TEST(CommandLine, RefusesWhatItDoesNotKnow) {
  const TemporaryFolder home;
  home.write("config/development.json", "{}");

  struct Row {
    const char* reason;
    std::vector<std::string> arguments;
    const char* says;
  };

  const Row rows[] = {
      {"an unknown command", {"dance"}, "dance"},
      {"an unknown flag", {"serve", "--colour", "red"}, "colour"},
      {"a port that is no number", {"serve", "--server-port", "many"}, "many"},
      {"a port out of range", {"serve", "--server-port", "70000"}, "70000"},
      {"a configuration that is not there", {"serve", "-e", "nowhere"}, "nowhere"},
      {"a path for a name", {"serve", "-e", "../development"}, "../development"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.reason);
    const auto ended = vitrine(home, row.arguments);
    EXPECT_NE(ended.code, 0);
    EXPECT_LT(ended.code, 128) << "an error, not a crash";
    EXPECT_NE(ended.errors.find(row.says), std::string::npos) << ended.errors;
    EXPECT_EQ(ended.output.find("vitrine: http"), std::string::npos);
  }
}

TEST(Configuration, IsRefusedWithKeyValueAndRange) {
  struct Row {
    const char* reason;
    const char* text;
    std::vector<std::string> says;
  };

  const Row rows[] = {
      {"an unknown key", R"({"maximum_widht": 500})", {"maximum_widht"}},
      {"an unknown key inside", R"({"limits": {"rendr_queue": 5}})", {"limits.rendr_queue"}},
      {"a port out of range", R"({"server_port": 70000})", {"server_port", "70000", "65535"}},
      {"a negative width", R"({"maximum_width": -5})", {"maximum_width", "-5", "1"}},
      {"a quality out of range",
       R"({"default_compression": 101})",
       {"default_compression", "101", "100"}},
      {"a word for a number", R"({"maximum_width": "wide"})", {"maximum_width", "wide"}},
      {"a number for a word", R"({"bind": 7})", {"bind", "7"}},
      {"an address that is none", R"({"bind": "300.1.1.1"})", {"bind", "300.1.1.1"}},
      {"an extension that nobody knows",
       R"({"whitelisted_extensions": ["jpg", "bmp"]})",
       {"whitelisted_extensions", "bmp", "webp"}},
      {"an origin of an unknown kind",
       R"({"namespaces": {"a": {"origin": "ftp://host/{id}"}}})",
       {"namespaces.a", "ftp://host/{id}"}},
      {"an origin without a place for the id",
       R"({"namespaces": {"a": {"origin": "http://host/a.jpg"}}})",
       {"namespaces.a", "{id}"}},
      {"a popular size that is none",
       R"({"namespaces": {"a": {"origin": "http://host/{id}", "popular": ["big.jpg"]}}})",
       {"namespaces.a", "big.jpg"}},
      {"a private network that is none",
       R"({"origin_allow_private": ["10.0.0.0/99"]})",
       {"origin_allow_private", "10.0.0.0/99"}},
      {"a key that is not hex", R"({"signing": {"key": "xyz", "salt": "00"}})", {"signing.key"}},
      {"a limit of none", R"({"limits": {"render_queue": -1}})", {"limits.render_queue", "-1"}},
      {"a text that ends early", R"({"maximum_width": )", {"config/test.json"}},
      {"not an object", R"([1, 2])", {"config/test.json"}},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.reason);
    const TemporaryFolder home;
    home.write("config/test.json", row.text);
    const auto ended =
        vitrine(home, {"serve", "-e", "test", "--server-port", "0", "--status-port", "0"});
    EXPECT_NE(ended.code, 0);
    EXPECT_LT(ended.code, 128) << "an error, not a crash";
    for (const auto& word : row.says) {
      EXPECT_NE(ended.errors.find(word), std::string::npos) << word << " in " << ended.errors;
    }
    EXPECT_EQ(ended.errors.find("xyz"), std::string::npos) << "keys are secret, also wrong ones";
  }
}

TEST(Configuration, MayHaveComments) {
  const TemporaryFolder home;
  home.write("config/test.json",
             "// of the shop\n{ /* small */ \"maximum_width\": 321 // pixels\n}\n");
  const auto told = vitrine(home, {"config", "-e", "test"});
  EXPECT_EQ(told.code, 0) << told.errors;
  EXPECT_EQ(boost::json::parse(told.output).at("maximum_width").to_number<int>(), 321);
}

TEST(Configuration, IsShownWithoutSecrets) {
  const TemporaryFolder home;
  home.write("config/test.json",
             R"({"operator_key": "hunter2hunter2hunter2",
            "signing": {"key": "c0ffee00c0ffee00c0ffee00c0ffee00", "salt": "decade00"}})");
  const auto told = vitrine(home, {"config", "-e", "test"});
  EXPECT_EQ(told.code, 0) << told.errors;
  for (const char* secret : {"hunter2", "c0ffee", "decade"}) {
    EXPECT_EQ(told.output.find(secret), std::string::npos) << secret;
  }
  EXPECT_EQ(boost::json::parse(told.output).at("server_port").to_number<int>(), 7000);
}

TEST(Configuration, OfAFlagBeatsTheEnvironmentBeatsTheFileBeatsTheDefault) {
  const TemporaryFolder home;
  home.write("config/test.json", R"({"maximum_width": 300})");
  const auto width = [&](const Headers& environment, std::vector<std::string> flags) {
    std::vector<std::string> arguments{"config", "-e", "test"};
    arguments.insert(arguments.end(), flags.begin(), flags.end());
    const auto told = run({.program = vitrine_program(),
                           .arguments = arguments,
                           .environment = environment,
                           .folder = home.path()});
    EXPECT_EQ(told.code, 0) << told.errors;
    return boost::json::parse(told.output).at("maximum_width").to_number<int>();
  };
  EXPECT_EQ(width({}, {}), 300);
  EXPECT_EQ(width({{"VITRINE_MAXIMUM_WIDTH", "400"}}, {}), 400);
  EXPECT_EQ(width({{"VITRINE_MAXIMUM_WIDTH", "400"}}, {"--maximum-width", "500"}), 500);
  home.write("config/test.json", "{}");
  EXPECT_EQ(width({}, {}), 1000);
}

TEST(Serving, OnAnAddressInUseIsAnErrorThatNamesIt) {
  const Gallery gallery;
  const auto taken = std::to_string(gallery.vitrine.port());
  const TemporaryFolder home;
  home.write("config/development.json", "{}");
  const auto ended = vitrine(home, {"serve", "--server-port", taken, "--status-port", "0"});
  EXPECT_NE(ended.code, 0);
  EXPECT_NE(ended.errors.find(taken), std::string::npos) << ended.errors;
}

TEST(Serving, FromAFolderThatCannotBeWrittenIsAnErrorThatNamesTheKey) {
  const TemporaryFolder home;
  home.write("in-the-way", "a file");
  home.write("config/development.json", R"({"blobs": "file:in-the-way/blobs"})");
  const auto ended = vitrine(home, {"serve", "--server-port", "0", "--status-port", "0"});
  EXPECT_NE(ended.code, 0);
  EXPECT_LT(ended.code, 128);
  EXPECT_NE(ended.errors.find("in-the-way"), std::string::npos) << ended.errors;
}

TEST(Batch, MakesEverySizeOfEveryIdAndGoesOnWhereItWas) {
  const Gallery gallery;
  for (const char* id : {"1", "2", "3"}) {
    gallery.nginx.put(std::string{"products/"} + id + ".jpg", photograph(300, 200));
  }
  Launch launch{.program = vitrine_program(),
                .arguments = {"batch",
                              "-e",
                              "test",
                              "--sizes",
                              "w50.webp,x20-q70.jpg",
                              "--namespace",
                              "product/image",
                              "-"},
                .folder = gallery.home.path(),
                .input = "1\n\n# a comment\n2\nnone\n"};
  const auto first = run(launch, patiently(Milliseconds{30'000}));
  EXPECT_EQ(first.code, 1) << "one id has no original" << first.errors;
  EXPECT_NE(first.errors.find("none"), std::string::npos) << first.errors;
  EXPECT_NE(first.errors.find("made 4"), std::string::npos) << first.errors;

  launch.input = "1\n2\n3\n";
  const auto second = run(launch, patiently(Milliseconds{30'000}));
  EXPECT_EQ(second.code, 0) << second.errors;
  EXPECT_NE(second.errors.find("made 2"), std::string::npos) << second.errors;
  EXPECT_NE(second.errors.find("kept 4"), std::string::npos) << second.errors;

  // The server answers from what the batch has made.
  const auto answer = gallery.vitrine.get("/product/image/3/w50.webp");
  EXPECT_EQ(look_at(answer.body)->width, 50);
  EXPECT_EQ(gallery.vitrine.renders(), 0);
}

TEST(Batch, RefusesSizesThatAreNone) {
  const TemporaryFolder home;
  home.write("config/development.json",
             R"({"namespaces": {"a": {"origin": "file:pictures/{id}.jpg"}}})");
  const auto ended = vitrine(home, {"batch", "--sizes", "w50.webp,huge.jpg", "-"});
  EXPECT_NE(ended.code, 0);
  EXPECT_NE(ended.errors.find("huge"), std::string::npos) << ended.errors;
}

}  // namespace
}  // namespace vitrine::service
