// Every setting that there is: one row each. Files, variables, flags, error messages, `vitrine
// config` and the test of docs/configuration.md all read this table, and nothing else.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/setting.h"

namespace vitrine::app {

// In the order of docs/configuration.md. Any thread.
const std::vector<Setting>& settings();

// Null when there is none of that name.
const Setting* find_setting(std::string_view key);
// Does a dotted key begin with this section ("limits")?
bool is_section(std::string_view name);
// "limits.render-queue", "limits_render_queue", "LIMITS_RENDER_QUEUE": all find
// limits.render_queue.
const Setting* find_setting_loosely(std::string_view name);
// The candidate that looks most like `name`, or empty when none does.
std::string nearest(std::string_view name, const std::vector<std::string>& candidates);
// The key that `name` looks most like, or empty.
std::string suggested_key(std::string_view name);
// "; did you mean limits.render_queue?", or nothing.
std::string suggestion(std::string_view name);

// Rows of one subject each; settings() joins them.
void add_server_settings(std::vector<Setting>& rows);
void add_picture_settings(std::vector<Setting>& rows);
void add_counting_settings(std::vector<Setting>& rows);
void add_account_settings(std::vector<Setting>& rows);
void add_sales_settings(std::vector<Setting>& rows);
void add_sales_limits(std::vector<Setting>& rows);
void add_limit_settings(std::vector<Setting>& rows);
void add_upload_settings(std::vector<Setting>& rows);
void add_upload_limits(std::vector<Setting>& rows);
void add_live_settings(std::vector<Setting>& rows);

}  // namespace vitrine::app
