// What the kernels of all levels share: how many rows and columns go together, and the tokens of a column.
#ifndef FLOWCONV_CTOKENS_H
#define FLOWCONV_CTOKENS_H

#include "CColumn.h"

/// Rows that are parsed in all columns before the next ones are: their text and positions stay in the first-level cache.
enum { FLOWCONV_BLOCK_ROWS = 128 };

/// Columns whose positions are found together: with the delimiter before the first, 16 positions of each line.
enum { FLOWCONV_BLOCK_COLUMNS = 15 };

/// Of some columns the delimiters before the first and behind each.
typedef struct {
    uint32_t positions[FLOWCONV_BLOCK_COLUMNS + 1][FLOWCONV_BLOCK_ROWS] __attribute__((aligned(64)));
} flowconv_token_places;

/// The tokens of one column: row r begins behind the delimiter at `before[r]` and ends at the one at `ends[r]`.
///
/// Behind the last row its positions are repeated up to a multiple of 8. 16 bytes before the first token and 32 behind the
/// last must be readable.
typedef struct {
    const uint8_t *bytes;
    const uint32_t *before, *ends;
    /// The number of the first row in lists.
    size_t first;
    size_t count;
} flowconv_tokens;

/// The longest token that is looked up, in bytes.
enum { FLOWCONV_FIND_LIMIT = 32 };

/// The most values that are compared one after the other rather than looked up.
enum { FLOWCONV_FEW_VALUES = 6 };

/// Rows that are looked up together: while the lines of one group of rows are fetched from memory, those before it are
/// compared. A multiple of 8.
enum { FLOWCONV_FIND_ROWS = 32 };

/// The length in bytes of the longest of a dictionary's values where it has few of them, or more than any limit where it
/// has many. Keys say the length of a short value, and something greater for a long one.
static inline size_t flowconv_longest_of_few(const flowconv_dictionary *dictionary) {
    if (dictionary->count > FLOWCONV_FEW_VALUES) return SIZE_MAX;
    size_t longest = 1;
    for (size_t value = 1; value <= dictionary->count; value++) {
        size_t length = dictionary->keys[2 * value + 1] >> 56;
        longest = length > longest ? length : longest;
    }
    return longest;
}

#endif
