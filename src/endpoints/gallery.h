// The front page: photographs of the namespaces whose originals are in a folder, in several sizes
// and formats with their bytes and times. It lists file names, so it is off unless configured
// (`gallery`); without it, `/` says in a line what this server is.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "endpoints/namespaces.h"
#include "http/router.h"

namespace vitrine::endpoints {

struct GalleryConfig {
  bool enabled = false;
  // There is a newsletter to link to.
  bool newsletter = false;
  // There is a page to upload with, to link to.
  bool uploads = false;
  // There is a dashboard to link to.
  bool dashboard = false;
  // Answers `/` where there is no gallery; null: a line of text does.
  http::Handler front = nullptr;
};

// Lives on: any thread (immutable). Outlives the server whose router it is added to.
class Gallery {
 public:
  // Reads the folders once, so pictures that are added later appear after a restart.
  Gallery(const std::deque<Namespace>& namespaces, GalleryConfig config);

  void add_routes(http::Router& router) const;

  // Of the pictures that it shows: "product/image/Bridge", percent-encoded.
  const std::vector<std::string>& paths() const { return paths_; }

 private:
  bool enabled_;
  const http::Handler front_;
  std::string page_;
  std::vector<std::string> paths_;
};

}  // namespace vitrine::endpoints
