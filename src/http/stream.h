// An answer that does not end: a WebSocket or a stream of events. The handler makes a Stream and
// answers with it; the connection then leaves the machinery of requests for a small session of its
// own, which calls the Stream.
//
//   handler -> Response::websocket / events -> opened -> send … -> closed
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include "runtime/shared_bytes.h"

namespace vitrine::http {

// The way to one reader. Lives on: its loop.
class StreamWire {
 public:
  // Hands the bytes to the kernel, or keeps a reference to them until it takes them. Never blocks,
  // and never refuses: the caller looks at unsent() first. Bytes are whole frames (WebSocket) or
  // whole events. Nothing happens when the stream is over.
  virtual void send(const SharedBytes& bytes) = 0;
  // Bytes that wait for the reader.
  virtual std::size_t unsent() const = 0;
  // Ends the stream once everything has been sent: with this close code (websocket_frame.h) and an
  // ASCII reason, or, for events, without a word. closed() comes later, or from within.
  virtual void close(std::uint16_t code, std::string_view reason) = 0;

 protected:
  ~StreamWire() = default;
};

// What happens to one reader. Every call comes on its connection's loop; after closed() there is
// none. It is destroyed soon after, on any thread if the server never got to open it.
class Stream {
 public:
  virtual ~Stream() = default;
  // The answer's head is on its way. `wire` is there until closed().
  virtual void opened(StreamWire& wire) = 0;
  // Everything that waited has been taken. Only after unsent() was more than zero.
  virtual void drained() = 0;
  virtual void closed() = 0;
};

enum class StreamKind : std::uint8_t { websocket, events };

// What an answer carries.
struct StreamStart {
  StreamKind kind = StreamKind::events;
  std::shared_ptr<Stream> stream;
};

}  // namespace vitrine::http
