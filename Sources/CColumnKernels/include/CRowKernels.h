// Loops over the values of a column, one value a row; `level`, which the processor must have, says how they run.
#ifndef FLOWCONV_CROWKERNELS_H
#define FLOWCONV_CROWKERNELS_H

#include <stddef.h>
#include <stdint.h>

#include "CLevel.h"

// MARK: Ranges

/// The least and the greatest value, the greatest and the least of the type where there are none.
///
/// `_nonzero_range` leaves zeros out, and counts them.
#define FLOWCONV_RANGE(NAME, TYPE) \
    void flowconv_##NAME##_range( \
        flowconv_level level, const TYPE *values, size_t count, TYPE *least, TYPE *greatest); \
    void flowconv_##NAME##_nonzero_range( \
        flowconv_level level, const TYPE *values, size_t count, TYPE *least, TYPE *greatest, TYPE *zeros);

FLOWCONV_RANGE(int32, int32_t)
FLOWCONV_RANGE(int64, int64_t)
FLOWCONV_RANGE(uint32, uint32_t)
FLOWCONV_RANGE(uint64, uint64_t)

#undef FLOWCONV_RANGE

// MARK: Narrowing

/// The distances of values from `base`, cut to the width of the target.
#define FLOWCONV_NARROW(NAME, SOURCE, TARGET) \
    void flowconv_narrow_##NAME( \
        flowconv_level level, const SOURCE *values, size_t count, SOURCE base, TARGET *target);

FLOWCONV_NARROW(64_to_32, uint64_t, uint32_t)
FLOWCONV_NARROW(64_to_16, uint64_t, uint16_t)
FLOWCONV_NARROW(32_to_16, uint32_t, uint16_t)
FLOWCONV_NARROW(32_to_8, uint32_t, uint8_t)

#undef FLOWCONV_NARROW

// MARK: Counting

/// How often a number is among others.
void flowconv_count_32(flowconv_level level, const uint32_t *values, size_t count, uint32_t number, size_t *found);
void flowconv_count_8(flowconv_level level, const uint8_t *values, size_t count, uint8_t number, size_t *found);

/// Adds to `tally` how often each number below `limit` is among others.
void flowconv_tally_32(flowconv_level level, const uint32_t *values, size_t count, uint32_t limit, uint32_t *tally);
void flowconv_tally_8(flowconv_level level, const uint8_t *values, size_t count, uint8_t limit, uint32_t *tally);

// MARK: Replacing

/// Replaces values below 16 by numbers of a table.
void flowconv_replace_32(flowconv_level level, uint32_t *values, size_t count, const uint32_t numbers[16]);

/// Writes for each value, below 16, a number of a table.
void flowconv_translate_8(
    flowconv_level level, const uint8_t *values, size_t count, const uint8_t numbers[16], uint32_t *target);

// MARK: Packing

/// Packs values of 1 to 16 bits, lowest bit first, at a level above the plain one; `count` is a multiple of 8. 16 bytes
/// behind the result may be written to.
void flowconv_pack_narrow(
    flowconv_level level, const uint32_t *values, size_t count, unsigned width, uint8_t *target);

#endif
