// Where one original is: an address on a web server, a file in a folder, an upload in the blob
// store, or nowhere: it is drawn from its name. A value; made by endpoints from a namespace's
// `origin` and the id in the URL.
#pragma once

#include <cstdint>
#include <string>

namespace vitrine::origin {

enum class SourceKind : std::uint8_t { http, file, blob, drawn };

struct Source {
  SourceKind kind = SourceKind::http;
  // http: the absolute URL, encoded. file: the absolute path of the file, which is inside `root`.
  // blob: the blob's name. drawn: the name that a picture is drawn from.
  std::string address;
  // file only: the folder that the file must not leave, also not through a symbolic link.
  std::string root;

  // The identity that caches key on: "http https://cdn/x.jpg".
  std::string key() const;
};

}  // namespace vitrine::origin
