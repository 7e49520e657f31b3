# A room is one static library under src/. It declares here which rooms its files may include;
# tests/tidy reads the same lines and fails on an #include that crosses an undeclared edge. The
# libraries it LINKS stay its own: their headers are not visible to the rooms above.
#
#   add_room(cache SOURCES memory_tier.cpp USES failure runtime LINKS OpenSSL::Crypto)
function(add_room name)
  cmake_parse_arguments(ROOM "" "" "SOURCES;USES;LINKS" ${ARGN})
  add_library(${name} STATIC ${ROOM_SOURCES})
  target_include_directories(${name} PUBLIC ${CMAKE_SOURCE_DIR}/src)
  target_link_libraries(${name} PUBLIC vitrine_flags ${ROOM_USES} PRIVATE ${ROOM_LINKS})
endfunction()

# Rooms that every request passes through. In release builds they are compiled as one program: a small
# request crosses fifty functions in a dozen files, and a quarter of its instructions would be calls.
function(add_to_hot_path name)
  set(release_clang "$<AND:$<CXX_COMPILER_ID:Clang>,$<CONFIG:RelWithDebInfo>>")
  target_compile_options(${name} PRIVATE "$<${release_clang}:-flto=full>")
endfunction()

# The tests of one room, as one program that ctest runs.
#
#   add_room_test(cache SOURCES memory_tier_test.cpp USES blobs)
function(add_room_test name)
  cmake_parse_arguments(TEST "" "TIMEOUT" "SOURCES;USES" ${ARGN})
  add_executable(test_${name} ${TEST_SOURCES})
  target_link_libraries(test_${name} PRIVATE ${TEST_USES} GTest::gmock GTest::gtest_main)
  target_include_directories(test_${name} PRIVATE ${CMAKE_SOURCE_DIR}/tests)
  if(NOT TEST_TIMEOUT)
    set(TEST_TIMEOUT 120)
  endif()
  add_test(NAME ${name} COMMAND test_${name})
  set_tests_properties(${name} PROPERTIES TIMEOUT ${TEST_TIMEOUT})
endfunction()
