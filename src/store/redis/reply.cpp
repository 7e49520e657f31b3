#include "store/redis/reply.h"

#include <hiredis/hiredis.h>

namespace vitrine::store::redis {

Reply::Reply(redisReply* reply) : reply_(reply, freeReplyObject) {
}

Reply Reply::item(std::size_t index) const {
  return Reply(
      std::shared_ptr<const redisReply>(reply_, index < size() ? reply_->element[index] : nullptr));
}

bool ReplyView::is_nil() const {
  return reply_ == nullptr || reply_->type == REDIS_REPLY_NIL;
}

std::string_view ReplyView::text() const {
  if (reply_ == nullptr) return {};
  if (reply_->type != REDIS_REPLY_STRING && reply_->type != REDIS_REPLY_STATUS) return {};
  return {reply_->str, reply_->len};
}

std::size_t ReplyView::size() const {
  return reply_ != nullptr && reply_->type == REDIS_REPLY_ARRAY ? reply_->elements : 0;
}

ReplyView ReplyView::operator[](std::size_t index) const {
  return ReplyView(index < size() ? reply_->element[index] : nullptr);
}

}  // namespace vitrine::store::redis
