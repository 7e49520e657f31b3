// Live messages as readers get them: JSON, in a WebSocket frame or as an event.
#pragma once

#include "live/message.h"

namespace vitrine::endpoints {

inline constexpr live::Form kFrameForm = live::Form::first;
inline constexpr live::Form kEventForm = live::Form::second;

// {"topic":"views:home","offset":"epoch:7", and what the body, an object of JSON, has}. Only events
// carry an id: a browser comes back with the last one, and a state needs none.
class LiveEncoder final : public live::Encoder {
 public:
  live::Forms message(std::string_view topic,
                      live::Kind kind,
                      const live::Position& position,
                      std::string_view body) const override;
  // {"topic":"purchases","offset":"epoch:7","recovered":false}
  live::Forms notice(std::string_view topic,
                     bool recovered,
                     const live::Position& position) const override;
};

}  // namespace vitrine::endpoints
