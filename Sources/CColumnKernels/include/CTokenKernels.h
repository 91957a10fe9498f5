// Eight tokens of a column at a time: decimal numbers, and texts looked up in a dictionary.
#ifndef FLOWCONV_CTOKENKERNELS_H
#define FLOWCONV_CTOKENKERNELS_H

#include "CColumn.h"
#include "CLevel.h"

/// Parses columns of lines, in the order of their places, at a level above the plain one, which the processor must have.
void flowconv_parse_columns(
    flowconv_level level, const flowconv_lines *lines, flowconv_column *columns, size_t count);

#endif
