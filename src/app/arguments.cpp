#include "app/arguments.h"

#include <algorithm>
#include <span>
#include <string_view>

#include <fmt/format.h>

#include "app/settings.h"

namespace vitrine::app {

namespace {

class Reader {
 public:
  Reader(std::span<const std::string> arguments, const std::vector<std::string>& own_flags)
      : rest_(arguments), own_flags_(own_flags) {}

  Result<Arguments> read() && {
    while (!rest_.empty()) {
      const std::string_view argument = take();
      if (argument == "--") {
        read_.operands.insert(read_.operands.end(), rest_.begin(), rest_.end());
        break;
      }
      if (argument == "-e") {
        TRY(read_.environment, value_of("-e", std::nullopt));
      } else if (argument.starts_with("--")) {
        TRY_VOID(flag(argument));
      } else if (argument.starts_with("-") && argument != "-") {
        return unknown(argument, "");
      } else {
        read_.operands.emplace_back(argument);
      }
    }
    return std::move(read_);
  }

 private:
  std::string_view take() {
    const std::string_view first = rest_.front();
    rest_ = rest_.subspan(1);
    return first;
  }

  Result<void> flag(std::string_view argument) {
    const auto equals = argument.find('=');
    const auto name = argument.substr(0, equals);
    std::optional<std::string_view> value;
    if (equals != std::string_view::npos) value = argument.substr(equals + 1);

    const auto plain = std::string(name.substr(2));
    if (!value && std::ranges::count(own_flags_, plain + "!") > 0) {
      read_.own[plain] = "true";
      return {};
    }
    const auto own = std::ranges::find(own_flags_, plain);
    if (own != own_flags_.end()) {
      TRY(read_.own[*own], value_of(name, value));
      return {};
    }
    const auto* setting = find_setting_loosely(name.substr(2));
    if (setting == nullptr) return unknown(name, name.substr(2));
    // `--gallery batch.txt` would be ambiguous, so what switches on takes its value by '=' only.
    if (setting->yes_no && !value) value = "true";
    TRY(const auto text, value_of(name, value));
    read_.settings.push_back({setting->key, boost::json::string(text), std::string(name)});
    return {};
  }

  Result<std::string> value_of(std::string_view name, std::optional<std::string_view> value) {
    if (value) return std::string(*value);
    if (rest_.empty()) {
      return fail(FailureKind::bad_request, fmt::format("{}: its value is missing", name));
    }
    return std::string(take());
  }

  std::unexpected<Failure> unknown(std::string_view flag, std::string_view name) const {
    auto near = nearest(name, own_flags_);
    if (near.empty()) near = suggested_key(name);
    std::ranges::replace(near, '_', '-');
    return fail(
        FailureKind::bad_request,
        fmt::format(
            "{}: is no flag{}", flag, near.empty() ? "" : "; did you mean --" + near + "?"));
  }

  std::span<const std::string> rest_;
  const std::vector<std::string>& own_flags_;
  Arguments read_;
};

}  // namespace

Result<Arguments> parse_arguments(const std::vector<std::string>& arguments,
                                  const std::vector<std::string>& own_flags) {
  return Reader(arguments, own_flags).read();
}

std::string own_flag(const Arguments& arguments,
                     const std::string& name,
                     const std::string& otherwise) {
  const auto flag = arguments.own.find(name);
  return flag == arguments.own.end() ? otherwise : flag->second;
}

}  // namespace vitrine::app
