// What Redis has answered. Asking for something that a reply is not gives nothing: an empty text, 0
// or no items; a server that answers otherwise than it should is not the end of the process.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>
#include <utility>

// The name is hiredis' own.
struct redisReply;  // NOLINT(readability-identifier-naming)

namespace vitrine::store::redis {

// Looks into a Reply that is alive.
class ReplyView {
 public:
  explicit ReplyView(const redisReply* reply) : reply_(reply) {}

  bool is_nil() const;
  // Of a string or a status.
  std::string_view text() const;
  std::size_t size() const;
  // An item that is not there is nil.
  ReplyView operator[](std::size_t index) const;

 private:
  const redisReply* reply_;
};

// Copies share what was answered.
class Reply {
 public:
  // Takes it over; as hiredis gives it.
  explicit Reply(redisReply* reply);

  // One of a list, which lives as long as this.
  Reply item(std::size_t index) const;

  ReplyView view() const { return ReplyView(reply_.get()); }

  std::string_view text() const { return view().text(); }

  std::size_t size() const { return view().size(); }

  ReplyView operator[](std::size_t index) const { return view()[index]; }

 private:
  explicit Reply(std::shared_ptr<const redisReply> reply) : reply_(std::move(reply)) {}

  std::shared_ptr<const redisReply> reply_;
};

}  // namespace vitrine::store::redis
