# Compiler flags that every target shares, carried by the interface target `vitrine_flags`.
add_library(vitrine_flags INTERFACE)

target_compile_options(vitrine_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Woverloaded-virtual
  -Wimplicit-fallthrough -Wno-sign-conversion)
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  target_compile_options(vitrine_flags INTERFACE -Wthread-safety "SHELL:-Xclang -fno-pch-timestamp")
endif()
if(VITRINE_WERROR)
  target_compile_options(vitrine_flags INTERFACE -Werror)
endif()

# Asio and Beast are compiled once, in runtime/asio_impl.cpp and http/beast_impl.cpp.
target_compile_definitions(vitrine_flags INTERFACE
  BOOST_ASIO_SEPARATE_COMPILATION
  # Coroutine frames come from operator new, which jemalloc answers in a tenth of the instructions of
  # aligned_alloc. None needs more alignment.
  $<$<CONFIG:RelWithDebInfo>:BOOST_ASIO_DISABLE_STD_ALIGNED_ALLOC>
  $<$<CONFIG:RelWithDebInfo>:BOOST_ASIO_DISABLE_BOOST_ALIGN>
  BOOST_BEAST_SEPARATE_COMPILATION
  BOOST_ASIO_NO_DEPRECATED
  SPDLOG_FMT_EXTERNAL
  VITRINE_VERSION="${PROJECT_VERSION}")

if(VITRINE_SANITIZE)
  target_compile_options(vitrine_flags INTERFACE
    -fsanitize=${VITRINE_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(vitrine_flags INTERFACE -fsanitize=${VITRINE_SANITIZE})
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  target_link_options(vitrine_flags INTERFACE -fuse-ld=lld)
endif()
