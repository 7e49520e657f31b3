// Names of hosts to addresses. An interface, so that tests can answer as a hostile name server
// would.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include <boost/asio/ip/address.hpp>

#include "failure/result.h"

namespace vitrine::origin {

class Resolver {
 public:
  using Addresses = std::vector<boost::asio::ip::address>;
  using Answer = std::move_only_function<void(Result<Addresses>)>;

  virtual ~Resolver() = default;

  // Any thread may call. `answer` is called once, on any thread, with at least one address in the
  // order in which they should be tried; before the resolver's destructor ends.
  virtual void resolve(std::string host, Answer answer) = 0;
};

}  // namespace vitrine::origin
