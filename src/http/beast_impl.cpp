// The one translation unit that compiles Beast (BOOST_BEAST_SEPARATE_COMPILATION), of which we use
// the head and chunk parser.
#include <boost/beast/src.hpp>
