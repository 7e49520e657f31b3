#include "service/harness/gallery.h"

namespace vitrine::service {
namespace {

Setup with_namespaces(Setup setup, const Nginx& nginx) {
  const boost::json::object ours = {
      {"namespaces",
       {{"product/image", {{"origin", nginx.url("/products/{id}.jpg")}}},
        {"any", {{"origin", nginx.url("/{id}")}}},
        {"enlarged", {{"origin", nginx.url("/{id}")}, {"enlarge", true}}}}}};
  setup.configuration = merged(ours, setup.configuration);
  return setup;
}

}  // namespace

Gallery::Gallery(Setup setup) : vitrine(home, with_namespaces(std::move(setup), nginx)) {
}

}  // namespace vitrine::service
