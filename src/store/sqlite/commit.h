// co_await commit(writer, change): writes a change and resumes on the awaiting loop with the change
// itself, in which apply() and committed() may have left something, or with the failure.
#pragma once

#include <memory>
#include <utility>

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "failure/result.h"
#include "runtime/task.h"
#include "store/sqlite/writer.h"

namespace vitrine::store::sqlite {

template <class Kind>
Task<Result<std::unique_ptr<Kind>>> commit(Writer& writer, std::unique_ptr<Kind> change) {
  auto start = [&writer](auto handler, std::unique_ptr<Change> submitted) {
    auto loop = boost::asio::make_work_guard(boost::asio::get_associated_executor(handler));
    submitted->awaiter.emplace(
        std::move(loop), [handler = std::move(handler)](std::unique_ptr<Change> back) mutable {
          std::move(handler)(std::move(back));
        });
    writer.submit_awaited(std::move(submitted));
  };
  constexpr boost::asio::use_awaitable_t<Executor> kAwait;
  std::unique_ptr<Change> back =
      co_await boost::asio::async_initiate<const boost::asio::use_awaitable_t<Executor>,
                                           void(std::unique_ptr<Change>)>(
          std::move(start), kAwait, std::unique_ptr<Change>(std::move(change)));
  if (!back->outcome) co_return std::unexpected(std::move(back->outcome).error());
  co_return std::unique_ptr<Kind>(static_cast<Kind*>(back.release()));
}

}  // namespace vitrine::store::sqlite
