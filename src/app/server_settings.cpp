// How the server is reached, what it tells its operators, and with how many threads.
#include "app/field.h"
#include "app/setting_kinds.h"
#include "app/settings.h"
#include "app/text_rules.h"

namespace vitrine::app {

namespace {

Setting secret(Setting row) {
  row.secret = true;
  return row;
}

void add_addresses(std::vector<Setting>& rows) {
  const Whole port{0, 65'535, "0 takes any free one"};
  rows.push_back(
      make_setting("server_port", port, FIELD(public_server.port), "The port that serves people."));
  rows.push_back(make_setting("status_port",
                              port,
                              FIELD(status_server.port),
                              "The port that serves operators: status, metrics, purges."));
  rows.push_back(make_setting("bind",
                              Text{"an IPv4 or IPv6 address", is_address},
                              FIELD(public_server.bind),
                              "The address that both ports listen on; 0.0.0.0 or :: for all."));
  rows.push_back(make_setting("status_bind",
                              Text{"an IPv4 or IPv6 address, or empty", is_address_or_empty},
                              FIELD(status_server.bind),
                              "The address of the status port, when it is another than `bind`. "
                              "Purging needs no key there, so "
                              "keep it away from strangers."));
  rows.push_back(make_setting("tls.certificate",
                              Text{"a file, or empty", is_plain},
                              FIELD(public_server.tls.certificate_file),
                              "PEM file with the certificate chain of the public port; empty is "
                              "plain HTTP."));
  rows.push_back(make_setting("tls.key",
                              Text{"a file, or empty", is_plain},
                              FIELD(public_server.tls.key_file),
                              "PEM file with its key."));
  rows.push_back(make_setting("drain_seconds",
                              Seconds{0, 3600},
                              FIELD(drain_time_max),
                              "After SIGTERM, what is under way may take this long to finish."));
}

void add_identity(std::vector<Setting>& rows) {
  rows.push_back(make_setting("instance",
                              Text{"a text without control characters", is_plain},
                              FIELD(instance),
                              "The name of this process on the status page; empty is the name of "
                              "the host."));
  rows.push_back(secret(make_setting(
      "operator_key",
      Text{"at least 16 visible ASCII characters, or empty", is_operator_key},
      FIELD(operator_key),
      "Bearer token that may do what operators may, on the public port; empty is nobody's.")));
  rows.push_back(make_setting("gallery",
                              YesNo{},
                              FIELD(gallery),
                              "Show the photographs of `file:` namespaces at `/`. It lists file "
                              "names."));
}

void add_observing(std::vector<Setting>& rows) {
  rows.push_back(make_setting(
      "log.level", LogLevel{}, FIELD(log.level), "The least serious lines that are written."));
  rows.push_back(make_setting("log.file",
                              Text{"a file, or \"-\"", is_line},
                              FIELD(log.file),
                              "Where lines are appended; \"-\" is standard error."));
  rows.push_back(make_setting(
      "log.requests", YesNo{}, FIELD(log.requests), "Write a line for every request."));
  const Text host{"a host name or an address, or empty", is_host_or_empty};
  const Whole port{1, 65'535};
  rows.push_back(make_setting("graphite.host",
                              host,
                              FIELD(events.graphite.host),
                              "Send events there, as S3 did (TCP, plain text); empty sends none."));
  rows.push_back(make_setting("graphite.port", port, FIELD(events.graphite.port), "Its port."));
  rows.push_back(make_setting("statsd.host",
                              host,
                              FIELD(events.statsd.host),
                              "Send the same events there (UDP); empty sends none."));
  rows.push_back(make_setting("statsd.port", port, FIELD(events.statsd.port), "Its port."));
}

void add_threads(std::vector<Setting>& rows) {
  const Whole threads{0, 1024, "0 is one a core"};
  rows.push_back(make_setting(
      "threads.shards", threads, FIELD(shard_threads), "Event loops that serve connections."));
  rows.push_back(make_setting("threads.render",
                              threads,
                              FIELD(render_threads),
                              "Pictures that are made at the same time."));
  rows.push_back(make_setting(
      "threads.files", Whole{1, 256}, FIELD(file_threads), "Threads that read and write files."));
}

}  // namespace

void add_server_settings(std::vector<Setting>& rows) {
  add_addresses(rows);
  add_identity(rows);
  add_observing(rows);
  add_threads(rows);
}

}  // namespace vitrine::app
