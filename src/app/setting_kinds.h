// How each kind of value is read, checked and written back. A kind has
//
//   std::string allowed() const;                                   completes "must be"
//   bool read(const boost::json::value&, Field&) const;            false: not what is allowed
//   boost::json::value write(const Field&) const;
//
// Every kind reads text too, because variables and flags have nothing else.
#pragma once

#include <chrono>
#include <concepts>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <fmt/format.h>

#include "accounts/logins.h"
#include "app/config.h"
#include "app/setting.h"
#include "observe/log.h"

namespace vitrine::app {

std::optional<std::uint64_t> read_whole(const boost::json::value& value);
std::optional<double> read_decimal(const boost::json::value& value);
std::optional<bool> read_yes_no(const boost::json::value& value);
std::optional<std::string> read_text(const boost::json::value& value);
// An array of texts and numbers, or one text with commas; spaces around items are not part of them.
std::optional<std::vector<std::string>> read_list(const boost::json::value& value);

struct Whole {
  std::uint64_t min;
  std::uint64_t max;
  std::string meaning{};  // "0 (one a core)", behind the range

  std::string allowed() const {
    return fmt::format("a whole number from {} to {}", min, max) +
           (meaning.empty() ? "" : "; " + meaning);
  }

  template <std::integral Field>
  bool read(const boost::json::value& value, Field& field) const {
    const auto number = read_whole(value);
    if (!number || *number < min || *number > max) return false;
    field = static_cast<Field>(*number);
    return true;
  }

  template <std::integral Field>
  boost::json::value write(const Field& field) const {
    return static_cast<std::uint64_t>(field);
  }
};

struct Seconds {
  std::uint64_t min;
  std::uint64_t max;

  std::string allowed() const { return fmt::format("whole seconds from {} to {}", min, max); }

  bool read(const boost::json::value& value, std::chrono::seconds& field) const {
    const auto number = read_whole(value);
    if (!number || *number < min || *number > max) return false;
    field = std::chrono::seconds(*number);
    return true;
  }

  boost::json::value write(const std::chrono::seconds& field) const { return field.count(); }
};

// To the millisecond: 0.25.
struct DecimalSeconds {
  double min;
  double max;

  std::string allowed() const { return fmt::format("seconds from {} to {}", min, max); }

  bool read(const boost::json::value& value, std::chrono::milliseconds& field) const {
    const auto number = read_decimal(value);
    if (!number || !(*number >= min && *number <= max)) return false;
    field = std::chrono::round<std::chrono::milliseconds>(std::chrono::duration<double>(*number));
    return true;
  }

  boost::json::value write(const std::chrono::milliseconds& field) const {
    if (field.count() % 1000 == 0) return field.count() / 1000;
    return std::chrono::duration<double>(field).count();
  }
};

struct YesNo {
  std::string allowed() const { return "true or false"; }

  bool read(const boost::json::value& value, bool& field) const {
    const auto answer = read_yes_no(value);
    if (answer) field = *answer;
    return answer.has_value();
  }

  boost::json::value write(const bool& field) const { return field; }
};

struct Text {
  std::string what;
  std::function<bool(std::string_view)> fits;

  std::string allowed() const { return what; }

  bool read(const boost::json::value& value, std::string& field) const {
    auto text = read_text(value);
    if (!text || !fits(*text)) return false;
    field = *std::move(text);
    return true;
  }

  boost::json::value write(const std::string& field) const { return boost::json::string(field); }
};

struct TextList {
  std::string what;
  std::function<bool(std::string_view)> fits;
  std::size_t items_min = 0;

  std::string allowed() const { return what; }

  bool read(const boost::json::value& value, std::vector<std::string>& field) const {
    auto items = read_list(value);
    if (!items || items->size() < items_min) return false;
    for (const auto& item : *items) {
      if (!fits(item)) return false;
    }
    field = *std::move(items);
    return true;
  }

  boost::json::value write(const std::vector<std::string>& field) const {
    return boost::json::array(field.begin(), field.end());
  }
};

struct PortList {
  std::string allowed() const { return "a list of ports from 1 to 65535"; }

  bool read(const boost::json::value& value, std::vector<std::uint16_t>& field) const;
  boost::json::value write(const std::vector<std::uint16_t>& field) const;
};

// Hex in the configuration, bytes in the program.
struct HexSecret {
  std::size_t bytes_min;

  std::string allowed() const;
  bool read(const boost::json::value& value, std::string& field) const;
  boost::json::value write(const std::string& field) const;
};

// "file:" and a folder.
struct BlobsFolder {
  std::string allowed() const;
  bool read(const boost::json::value& value, std::string& field) const;
  boost::json::value write(const std::string& field) const;
};

// "sqlite:" and a file, or the address of a Redis, which load_config() looks at: what is wrong with
// it must be said without its password.
struct StoreAddress {
  std::string allowed() const { return "\"sqlite:\" and a file, or redis://host:port/database"; }

  bool read(const boost::json::value& value, std::string& field) const;
  boost::json::value write(const std::string& field) const;
};

struct StoreDurability {
  std::string allowed() const { return "process or power"; }

  bool read(const boost::json::value& value, Durability& field) const;
  boost::json::value write(const Durability& field) const;
};

struct WhoMayRegister {
  std::string allowed() const { return "open, first or closed"; }

  bool read(const boost::json::value& value, accounts::Registration& field) const;
  boost::json::value write(const accounts::Registration& field) const;
};

struct CorruptOriginals {
  std::string allowed() const { return "refuse, refuse_cut or best_effort"; }

  bool read(const boost::json::value& value, images::Corrupt& field) const;
  boost::json::value write(const images::Corrupt& field) const;
};

struct LogLevel {
  std::string allowed() const { return "debug, info, warning, error or off"; }

  bool read(const boost::json::value& value, observe::Level& field) const;
  boost::json::value write(const observe::Level& field) const;
};

// Joins a kind with a field. `field_of` takes an Object, const or not, and gives back its field.
template <class Object, class Kind, class FieldOf>
Row<Object> make_row(std::string key, Kind kind, FieldOf field_of, std::string sentence) {
  Row<Object> row;
  row.key = key;
  row.allowed = kind.allowed();
  row.sentence = std::move(sentence);
  row.secret = std::same_as<Kind, HexSecret>;
  row.yes_no = std::same_as<Kind, YesNo>;
  row.set = [key = std::move(key), kind, field_of](
                Object& object, const boost::json::value& value) -> std::optional<Mistake> {
    if (kind.read(value, field_of(object))) return std::nullopt;
    return Mistake{key, shown(value), kind.allowed()};
  };
  row.get = [kind = std::move(kind), field_of](const Object& object) {
    return kind.write(field_of(object));
  };
  return row;
}

template <class Kind, class FieldOf>
Setting make_setting(std::string key, Kind kind, FieldOf field_of, std::string sentence) {
  return make_row<Config>(std::move(key), std::move(kind), field_of, std::move(sentence));
}

}  // namespace vitrine::app
