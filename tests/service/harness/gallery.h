// What most cases need: an nginx with originals, and a Vitrine in front of it.
//
//   /product/image/{id}/…   nginx /products/{id}.jpg
//   /any/{path}/…           nginx /{path}
//   /enlarged/{path}/…      the same, with enlarge
#pragma once

#include "service/harness/nginx.h"
#include "service/harness/vitrine.h"

namespace vitrine::service {

struct Gallery {
  explicit Gallery(Setup setup = {});

  // For another instance beside this one.
  const Setup& setup() const { return vitrine.setup(); }

  Nginx nginx;
  TemporaryFolder home;
  Vitrine vitrine;
};

}  // namespace vitrine::service
