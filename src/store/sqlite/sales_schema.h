// The tables of purchases, log and read model in one.
#pragma once

#include <string_view>

namespace vitrine::store::sqlite {

// purchase: the log. Positions follow each other from 1 on; nothing is ever changed or deleted.
//
// purchase_word: which words a purchase has, at its position. It holds no text, only where words
// occur; words are made by `sales` and separated by spaces, so every other sign is part of one.
// Prefixes have indexes up to the length that sales_search.cpp asks for.
//
// sale_minute, sale_quarter, sale_day: how many purchases, and the sum of their cents of US
// dollars, in the minute, the quarter of an hour and the day of the shop's calendar that begins at
// `at` (in milliseconds since 1970). STRICT, so that a sum that does not fit is refused instead of
// becoming a floating point number.
//
// purchase_id, sale_seller: where the purchase of an id stands, and the same sums by artist, up to
// position `holds`. Both of the log up to sale_book.filed; what is behind it is in memory
// (purchase_tail.h). The first sellers are known in memory too (top_list.h): an index by sum would
// cost two more pages of every commit and purchase.
//
// purchase_key: what became of a call with an idempotency key, until when it is kept.
//
// sale_book: which log this is, and which calendar sale_day was made with.
//
// Purchases behind sale_book.indexed have no words in the index yet (word_tail.h).
//
// What is written together with words must not be a statement that SQLite guards with a savepoint
// (one that changes several rows, REPLACE, RETURNING): FTS5 writes a segment of its index at each.
inline constexpr std::string_view kSalesSchema = R"sql(
CREATE TABLE purchase (
  position INTEGER PRIMARY KEY, id TEXT NOT NULL, at INTEGER NOT NULL,
  artist_name TEXT NOT NULL, album_title TEXT NOT NULL, item_description TEXT NOT NULL,
  item_type TEXT NOT NULL, slug_type TEXT NOT NULL, country TEXT NOT NULL,
  country_code TEXT NOT NULL, currency TEXT NOT NULL, amount_paid INTEGER NOT NULL,
  item_price INTEGER NOT NULL, amount_paid_usd INTEGER NOT NULL, quantity INTEGER NOT NULL,
  art_url TEXT NOT NULL, url TEXT NOT NULL, art_id TEXT NOT NULL) STRICT;
CREATE INDEX purchase_at ON purchase (at);
CREATE TABLE purchase_id (
  id TEXT PRIMARY KEY, position INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE VIRTUAL TABLE purchase_word USING fts5 (
  words, content = '', columnsize = 0, detail = none, prefix = '1 2 3 4 5 6',
  tokenize = "ascii tokenchars '!""#$%&''()*+,-./:;<=>?@[\]^_`{|}~'");
CREATE TABLE sale_minute (at INTEGER PRIMARY KEY, count INTEGER NOT NULL, usd INTEGER NOT NULL) STRICT;
CREATE TABLE sale_quarter (at INTEGER PRIMARY KEY, count INTEGER NOT NULL, usd INTEGER NOT NULL) STRICT;
CREATE TABLE sale_day (at INTEGER PRIMARY KEY, count INTEGER NOT NULL, usd INTEGER NOT NULL) STRICT;
CREATE TABLE sale_seller (
  name TEXT PRIMARY KEY, count INTEGER NOT NULL, usd INTEGER NOT NULL,
  holds INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE purchase_key (
  key TEXT PRIMARY KEY, digest TEXT NOT NULL, until INTEGER NOT NULL,
  answer TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX purchase_key_until ON purchase_key (until);
CREATE TABLE sale_book (
  id INTEGER PRIMARY KEY CHECK (id = 1), epoch TEXT NOT NULL, time_zone TEXT NOT NULL,
  filed INTEGER NOT NULL) STRICT;
INSERT INTO sale_book VALUES (1, lower(hex(randomblob(8))), '', 0);
)sql";

inline constexpr std::string_view kWordTailSchema = R"sql(
ALTER TABLE sale_book ADD COLUMN indexed INTEGER NOT NULL DEFAULT 0;
UPDATE sale_book SET indexed = coalesce((SELECT max(position) FROM purchase), 0);
)sql";

}  // namespace vitrine::store::sqlite
