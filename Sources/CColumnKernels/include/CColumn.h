// What the kernels take: the tokens of lines, column by column, and what becomes of them.
#ifndef FLOWCONV_CCOLUMN_H
#define FLOWCONV_CCOLUMN_H

#include <stddef.h>
#include <stdint.h>

// MARK: Tokens

/// Lines of as many tokens each: token t of row r ends at `ends[r * stride + t]` and begins behind the delimiter before it.
///
/// 16 bytes before the first token and 32 behind the last must be readable.
typedef struct {
    const uint8_t *bytes;
    const uint32_t *ends;
    size_t stride;
    size_t count;
} flowconv_lines;

// MARK: Rows

/// Numbers that may be written, whatever they are, behind those of a list of rows.
enum { FLOWCONV_LIST_SLACK = 8 };

/// Numbers of rows, in order; there is room for all rows and the slack.
typedef struct {
    uint32_t *rows;
    size_t count;
} flowconv_row_list;

// MARK: Dictionaries

/// The longest token that is its own key, in bytes.
enum { FLOWCONV_INLINE_LIMIT = 15 };

// The constants of the hash.
#define FLOWCONV_HASH_1 0x9E3779B97F4A7C15ull
#define FLOWCONV_HASH_2 0xD6E8FEB86659FD93ull
#define FLOWCONV_HASH_3 0xA0761D6478BD642Full
#define FLOWCONV_HASH_4 0xE7037ED1A0B428DBull

/// A dictionary as it is while a column is looked up.
typedef struct {
    /// Of each place an id in the bits of `mask`, and in those above it a tag of a hash; 0 where the place is free. A value
    /// is in the line of 16 places that its hash leads to, or in those behind it where that one is full.
    const uint32_t *table;
    /// One less than there are places.
    uint64_t mask;
    /// Two words an id.
    const uint64_t *keys;
    /// Where the bytes of each id begin, one more than there are ids.
    const int64_t *offsets;
    const uint8_t *arena;
    /// The ids there are, and whether id 0, the token `-`, is looked up as well.
    size_t count;
    int has_null;
} flowconv_dictionary;

// MARK: Columns

/// What becomes of a column's tokens.
typedef enum {
    FLOWCONV_INT32,
    FLOWCONV_INT64,
    FLOWCONV_TEXT,
} flowconv_column_kind;

/// A column, and what is made of it.
typedef struct {
    flowconv_column_kind kind;
    /// Which token of a line, from 0.
    size_t place;
    /// Room for one value a row: `int32_t`, `int64_t`, or the ids of texts as `uint32_t`.
    void *values;
    /// Where texts are looked up.
    flowconv_dictionary dictionary;
    /// Receive the rows of numbers that are `-`, whose value is 0, and the rows that the column's kernel leaves alone.
    flowconv_row_list nulls, others;
} flowconv_column;

#endif
