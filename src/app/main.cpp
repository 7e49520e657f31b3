// The program: command line to command.
#include <algorithm>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

#include "app/account_commands.h"
#include "app/arguments.h"
#include "app/batch.h"
#include "app/environment.h"
#include "app/load_config.h"
#include "app/sell.h"
#include "app/serve.h"
#include "app/settings.h"
#include "app/store_rooms.h"
#include "app/work.h"
#include "http/server.h"
#include "images/render.h"
#include "runtime/signals.h"
#include "store/sqlite/backup.h"

// Read by jemalloc before main. Every thread that renders would have an arena of its own, and each
// would keep the pages of its last picture for ten seconds: on two cores with four connections 20
// MiB of 105. An arena for each core, and one second, cost no time.
extern "C" const char* malloc_conf;
const char* malloc_conf = "percpu_arena:percpu,dirty_decay_ms:1000,muzzy_decay_ms:0";

namespace {

using namespace vitrine;

constexpr int kExitBadUse = 2;

constexpr const char* kUsage = R"(Vitrine, an image server whose pictures know what is happening.

  vitrine serve  [-e NAME] [SETTINGS]     serves; loads config/NAME.json (development)
  vitrine config [-e NAME] [SETTINGS]     prints the effective configuration
  vitrine work   [-e NAME] [SETTINGS] [--queues a,b] [--concurrency N]
                                          does jobs beside the server, or instead of it
  vitrine batch  [-e NAME] [SETTINGS] --sizes w500.webp,x200.jpg [--namespace product/image] [FILE]
                                          makes sizes for the ids in FILE or on standard input
  vitrine backup [-e NAME] [SETTINGS] FILE
                                          copies the store to FILE, while Vitrine runs or not
  vitrine replay [-e NAME] [SETTINGS] [--speed N] [--loop] [--to URL] [--key KEY] [--state FILE] FILE|URL
                                          plays a feed of sales at the pace of its time stamps
  vitrine generate [-e NAME] [SETTINGS] [--rate N] [--seed N] [--count N] [--start DATE] [--to URL]
                                          makes sales up, as lines of JSON or for a server
  vitrine key create NAME --scopes purchases:write | list | revoke ID
                                          the keys of programs, while Vitrine runs or not
  vitrine account list | role NAME viewer|operator
                                          people who have registered, and what they may do
  vitrine --version

  --config-folder DIR                     where NAME.json is, instead of ./config

SETTINGS are flags like --server-port 7100 or --limits.render-queue=32; docs/configuration.md
describes them all, and `vitrine --settings` lists them. They win over VITRINE_… variables, which win
over the file.
)";

void print_settings() {
  for (const auto& setting : app::settings()) {
    std::cout << setting.key << "\n    " << setting.sentence << "\n    " << setting.allowed << "\n";
  }
}

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::size_t start = 0;
  while (start <= text.size()) {
    const auto end = std::min(text.find(separator, start), text.size());
    if (end > start) parts.push_back(text.substr(start, end - start));
    start = end + 1;
  }
  return parts;
}

int explain(const std::string& command, const Failure& failure) {
  std::cerr << "vitrine " << command << ": " << failure.public_message << "\n";
  if (!failure.detail.empty()) std::cerr << failure.detail << "\n";
  return kExitBadUse;
}

Result<app::Config> load(const app::Arguments& arguments) {
  app::ConfigSources sources;
  sources.flags = arguments.settings;
  sources.environment = arguments.environment;
  sources.variables = app::process_environment();
  const auto folder = arguments.own.find("config-folder");
  if (folder != arguments.own.end()) sources.folder = folder->second;
  return app::load_config(sources);
}

int batch(app::Config config, const app::Arguments& arguments, const std::string& program) {
  app::BatchOptions options;
  options.sizes = split(app::own_flag(arguments, "sizes"), ',');
  options.space = app::own_flag(arguments, "namespace");
  options.queue = config.jobs.queue;
  if (arguments.operands.size() > 1) {
    return explain("batch", {FailureKind::bad_request, "More than one FILE", {}});
  }
  if (!arguments.operands.empty()) options.ids = arguments.operands.front();
  // The progress bar has the terminal; what goes wrong is named there, too.
  config.log.level = std::max(config.log.level, observe::Level::error);
  const images::Library library(program.c_str());
  return app::run_batch(config, options);
}

int backup(const app::Config& config, const app::Arguments& arguments) {
  if (arguments.operands.size() != 1) {
    return explain("backup", {FailureKind::bad_request, "Name one FILE to copy the store to", {}});
  }
  const auto file = app::sqlite_file(config);
  if (!file) {
    return explain(
        "backup",
        {FailureKind::bad_request, "The store is Redis, which has backups of its own", {}});
  }
  const auto copied = store::sqlite::backup(*file, arguments.operands.front());
  return copied ? EXIT_SUCCESS : explain("backup", copied.error());
}

// What a command is given.
struct Given {
  const std::vector<std::string>& words;
  const app::Arguments& arguments;
  const app::Config& config;
  std::vector<http::InheritedSocket> inherited;
  const Signals& signals;
};

struct Command {
  std::string name;
  std::vector<std::string> flags;
  bool takes_operands = false;
  int (*run)(Given& given) = nullptr;
};

int ended(const std::string& command, const Result<void>& done) {
  return done ? EXIT_SUCCESS : explain(command, done.error());
}

const std::vector<Command>& commands() {
  static const std::vector<Command> all = {
      {"serve",
       {},
       false,
       [](Given& given) {
         return app::serve(given.config, std::move(given.inherited), given.words, given.signals);
       }},
      {"config",
       {},
       false,
       [](Given& given) {
         std::cout << app::effective_json(given.config) << "\n";
         return EXIT_SUCCESS;
       }},
      {"work",
       {app::kWorkFlags.begin(), app::kWorkFlags.end()},
       false,
       [](Given& given) {
         const auto done = app::run_work(given.config, given.arguments, given.signals);
         return done ? *done : explain("work", done.error());
       }},
      {"batch",
       {"sizes", "namespace"},
       true,
       [](Given& given) { return batch(given.config, given.arguments, given.words.front()); }},
      {"backup", {}, true, [](Given& given) { return backup(given.config, given.arguments); }},
      {"replay",
       app::kReplayFlags,
       true,
       [](Given& given) { return app::run_replay(given.config, given.arguments, given.signals); }},
      {"generate",
       app::kGenerateFlags,
       false,
       [](Given& given) {
         return app::run_generate(given.config, given.arguments, given.signals);
       }},
      {"key",
       {"scopes"},
       true,
       [](Given& given) {
         return ended("key", app::run_key_command(given.config, given.arguments));
       }},
      {"account",
       {},
       true,
       [](Given& given) {
         return ended("account", app::run_account_command(given.config, given.arguments));
       }},
  };
  return all;
}

int run(const Command& command, const std::vector<std::string>& words, const Signals& signals) {
  auto flags = command.flags;
  flags.emplace_back("config-folder");
  const auto arguments = app::parse_arguments({words.begin() + 2, words.end()}, flags);
  if (!arguments) return explain(command.name, arguments.error());
  if (!command.takes_operands && !arguments->operands.empty()) {
    return explain(
        command.name,
        {FailureKind::bad_request, "\"" + arguments->operands.front() + "\" is no flag", {}});
  }
  auto inherited = http::inherited_sockets();
  const auto config = load(*arguments);
  if (!config) return explain(command.name, config.error());
  Given given{words, *arguments, *config, std::move(inherited), signals};
  return command.run(given);
}

int run(const std::vector<std::string>& words, const Signals& signals) {
  const std::string name = words.size() > 1 ? words[1] : "--help";
  if (name == "--version" || name == "version") {
    std::cout << "vitrine " VITRINE_VERSION "\n";
    return EXIT_SUCCESS;
  }
  if (name == "--help" || name == "-h" || name == "help") {
    std::cout << kUsage;
    return EXIT_SUCCESS;
  }
  if (name == "--settings") {
    print_settings();
    return EXIT_SUCCESS;
  }
  const auto command = std::ranges::find(commands(), name, &Command::name);
  if (command != commands().end()) return run(*command, words, signals);
  std::cerr << "vitrine: there is no command \"" << name << "\"\n\n" << kUsage;
  return kExitBadUse;
}

}  // namespace

int main(int argc, char** argv) {
  const Signals signals;
  try {
    return run({argv, argv + argc}, signals);
  } catch (const std::exception& error) {
    std::cerr << "vitrine: " << error.what() << "\n";
    return EXIT_FAILURE;
  }
}
