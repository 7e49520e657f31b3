# Text files as string constants, so that the binary needs no files beside it.
#
#   embed_texts(endpoints gallery_texts kGalleryPage=web/gallery/gallery.html)
#
# gives the target a header "gallery_texts.h" with `inline constexpr std::string_view kGalleryPage`.
# Read when CMake configures; a changed file makes it configure again.
function(embed_texts target header)
  set(body "// Generated from files under web/.\n#pragma once\n\n#include <string_view>\n\nnamespace vitrine::embedded {\n")
  foreach(pair ${ARGN})
    string(REPLACE "=" ";" pair "${pair}")
    list(GET pair 0 name)
    list(GET pair 1 file)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${file})
    file(READ ${CMAKE_SOURCE_DIR}/${file} text)
    string(APPEND body "\ninline constexpr std::string_view ${name} = R\"embedded(${text})embedded\";\n")
  endforeach()
  string(APPEND body "\n}  // namespace vitrine::embedded\n")
  file(GENERATE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/embedded/${header}.h CONTENT "${body}")
  target_include_directories(${target} PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/embedded)
endfunction()
