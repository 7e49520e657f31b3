#include "endpoints/html.h"

#include <gtest/gtest.h>

namespace vitrine::endpoints {
namespace {

TEST(Html, EscapesWhatCouldEndATagOrAnAttribute) {
  EXPECT_EQ(escape_html("<a href=\"x\" title='y'>&</a>"),
            "&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;&lt;/a&gt;");
  EXPECT_EQ(escape_html("plain, naïve"), "plain, naïve");
  EXPECT_EQ(escape_html(""), "");
}

}  // namespace
}  // namespace vitrine::endpoints
