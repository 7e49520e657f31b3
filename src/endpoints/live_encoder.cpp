#include "endpoints/live_encoder.h"

#include <string>

#include "endpoints/json_text.h"
#include "failure/check.h"
#include "http/event_stream.h"
#include "http/websocket_frame.h"

namespace vitrine::endpoints {

namespace {

std::string head_of(std::string_view topic, const live::Position& position) {
  std::string json = "{\"topic\":";
  append_json_text(json, topic);
  json += ",\"offset\":\"" + live::text_of(position) + '"';
  return json;
}

live::Forms forms(std::string_view json, std::string_view id) {
  return {share(http::websocket_frame(http::Opcode::text, json)),
          share(http::event_text(id, json))};
}

}  // namespace

live::Forms LiveEncoder::message(std::string_view topic,
                                 live::Kind kind,
                                 const live::Position& position,
                                 std::string_view body) const {
  check(body.starts_with('{') && body.ends_with('}'), "the body of a live message is an object");
  auto json = head_of(topic, position);
  if (body.size() > 2) json += ',';
  json += body.substr(1);
  return forms(json, kind == live::Kind::event ? live::text_of(position) : "");
}

live::Forms LiveEncoder::notice(std::string_view topic,
                                bool recovered,
                                const live::Position& position) const {
  const auto json =
      head_of(topic, position) + (recovered ? ",\"recovered\":true}" : ",\"recovered\":false}");
  return forms(json, "");
}

}  // namespace vitrine::endpoints
