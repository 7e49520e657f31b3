#include "app/setting_kinds.h"

#include <array>
#include <charconv>
#include <cmath>

#include <boost/json/serialize.hpp>

#include "crypto/token.h"

namespace vitrine::app {

namespace {

template <class Number>
std::optional<Number> parse(std::string_view text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::string_view view(const boost::json::string& text) {
  return {text.data(), text.size()};
}

std::string_view trim(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

constexpr std::array<std::pair<std::string_view, observe::Level>, 5> kLevels = {{
    {"debug", observe::Level::debug},
    {"info", observe::Level::info},
    {"warning", observe::Level::warning},
    {"error", observe::Level::error},
    {"off", observe::Level::off},
}};

constexpr std::array<std::pair<std::string_view, accounts::Registration>, 3> kRegistrations = {{
    {"open", accounts::Registration::open},
    {"first", accounts::Registration::first},
    {"closed", accounts::Registration::closed},
}};

// In the order of their values.
constexpr std::array<std::string_view, 3> kCorrupt = {"refuse", "refuse_cut", "best_effort"};

constexpr std::string_view kSqlite = "sqlite:";
constexpr std::string_view kRedis = "redis://";

}  // namespace

std::string shown(const boost::json::value& value) {
  constexpr std::size_t kBytesMax = 100;
  auto text = boost::json::serialize(value);
  if (text.size() <= kBytesMax) return text;
  // Not in the middle of a character.
  auto end = kBytesMax;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end) + "…";
}

std::optional<std::uint64_t> read_whole(const boost::json::value& value) {
  if (value.is_uint64()) return value.get_uint64();
  if (value.is_int64() && value.get_int64() >= 0) {
    return static_cast<std::uint64_t>(value.get_int64());
  }
  if (value.is_string()) return parse<std::uint64_t>(view(value.get_string()));
  return std::nullopt;
}

std::optional<double> read_decimal(const boost::json::value& value) {
  if (value.is_double()) return value.get_double();
  if (const auto whole = read_whole(value)) return static_cast<double>(*whole);
  if (!value.is_string()) return std::nullopt;
  const auto number = parse<double>(view(value.get_string()));
  return number && std::isfinite(*number) ? number : std::nullopt;
}

std::optional<bool> read_yes_no(const boost::json::value& value) {
  if (value.is_bool()) return value.get_bool();
  if (!value.is_string()) return std::nullopt;
  const auto text = view(value.get_string());
  if (text == "true" || text == "1") return true;
  if (text == "false" || text == "0") return false;
  return std::nullopt;
}

std::optional<std::string> read_text(const boost::json::value& value) {
  if (!value.is_string()) return std::nullopt;
  return std::string(view(value.get_string()));
}

std::optional<std::vector<std::string>> read_list(const boost::json::value& value) {
  std::vector<std::string> items;
  if (value.is_string()) {
    std::string_view rest = view(value.get_string());
    while (!trim(rest).empty()) {
      const auto comma = std::min(rest.find(','), rest.size());
      items.emplace_back(trim(rest.substr(0, comma)));
      rest.remove_prefix(std::min(comma + 1, rest.size()));
    }
    return items;
  }
  if (!value.is_array()) return std::nullopt;
  for (const auto& item : value.get_array()) {
    if (const auto number = read_whole(item); number && !item.is_string()) {
      items.push_back(std::to_string(*number));
    } else if (auto text = read_text(item)) {
      items.push_back(*std::move(text));
    } else {
      return std::nullopt;
    }
  }
  return items;
}

bool PortList::read(const boost::json::value& value, std::vector<std::uint16_t>& field) const {
  const auto items = read_list(value);
  if (!items) return false;
  std::vector<std::uint16_t> ports;
  for (const auto& item : *items) {
    const auto port = parse<std::uint16_t>(item);
    if (!port || *port == 0) return false;
    ports.push_back(*port);
  }
  field = std::move(ports);
  return true;
}

boost::json::value PortList::write(const std::vector<std::uint16_t>& field) const {
  return boost::json::array(field.begin(), field.end());
}

std::string HexSecret::allowed() const {
  if (bytes_min == 0) return "hex digits, two a byte";
  return fmt::format("at least {} hex digits, two a byte", bytes_min * 2);
}

bool HexSecret::read(const boost::json::value& value, std::string& field) const {
  const auto text = read_text(value);
  if (!text) return false;
  auto bytes = crypto::from_hex(*text);
  // Empty switches it off, so that a variable can take back what the file says.
  if (!bytes || (!bytes->empty() && bytes->size() < bytes_min)) return false;
  field = *std::move(bytes);
  return true;
}

boost::json::value HexSecret::write(const std::string& field) const {
  std::string text;
  for (const char c : field) text += fmt::format("{:02x}", static_cast<unsigned char>(c));
  return boost::json::string(text);
}

std::string BlobsFolder::allowed() const {
  return "\"file:\" and a folder (this version keeps blobs in a folder; s3:// is not available)";
}

bool BlobsFolder::read(const boost::json::value& value, std::string& field) const {
  const auto text = read_text(value);
  if (!text || !text->starts_with("file:") || text->size() == 5) return false;
  if (text->find('\0') != std::string::npos) return false;
  field = text->substr(5);
  return true;
}

boost::json::value BlobsFolder::write(const std::string& field) const {
  return boost::json::string("file:" + field);
}

bool StoreAddress::read(const boost::json::value& value, std::string& field) const {
  auto text = read_text(value);
  if (!text || text->find('\0') != std::string::npos) return false;
  const bool file = text->starts_with(kSqlite) && text->size() > kSqlite.size();
  if (!file && !text->starts_with(kRedis)) return false;
  field = *std::move(text);
  return true;
}

// Without user and password, which nobody is to read on a screen.
boost::json::value StoreAddress::write(const std::string& field) const {
  const auto at = field.rfind('@');
  if (!field.starts_with(kRedis) || at == std::string::npos) return boost::json::string(field);
  return boost::json::string(std::string(kRedis) + "***" + field.substr(at));
}

bool StoreDurability::read(const boost::json::value& value, Durability& field) const {
  const auto text = read_text(value);
  if (text != "process" && text != "power") return false;
  field = text == "power" ? Durability::power : Durability::process;
  return true;
}

boost::json::value StoreDurability::write(const Durability& field) const {
  return boost::json::string(field == Durability::power ? "power" : "process");
}

bool WhoMayRegister::read(const boost::json::value& value, accounts::Registration& field) const {
  const auto text = read_text(value);
  for (const auto& [name, registration] : kRegistrations) {
    if (text != name) continue;
    field = registration;
    return true;
  }
  return false;
}

boost::json::value WhoMayRegister::write(const accounts::Registration& field) const {
  const auto row =
      std::ranges::find(kRegistrations, field, [](const auto& one) { return one.second; });
  return boost::json::string(row->first);
}

bool CorruptOriginals::read(const boost::json::value& value, images::Corrupt& field) const {
  const auto text = read_text(value);
  for (std::size_t i = 0; i < kCorrupt.size(); ++i) {
    if (text != kCorrupt[i]) continue;
    field = static_cast<images::Corrupt>(i);
    return true;
  }
  return false;
}

boost::json::value CorruptOriginals::write(const images::Corrupt& field) const {
  return boost::json::string(kCorrupt[static_cast<std::size_t>(field)]);
}

bool LogLevel::read(const boost::json::value& value, observe::Level& field) const {
  const auto text = read_text(value);
  for (const auto& [name, level] : kLevels) {
    if (text != name) continue;
    field = level;
    return true;
  }
  return false;
}

boost::json::value LogLevel::write(const observe::Level& field) const {
  return boost::json::string(kLevels[static_cast<std::size_t>(field)].first);
}

}  // namespace vitrine::app
