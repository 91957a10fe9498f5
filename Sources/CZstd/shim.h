#ifndef FLOWCONV_CZSTD_SHIM_H
#define FLOWCONV_CZSTD_SHIM_H

// For ZSTD_c_literalCompressionMode; a library that does not know it says so.
#define ZSTD_STATIC_LINKING_ONLY
#include <zstd.h>

// Swift does not see macros that stand for an enumerator.
static const ZSTD_cParameter flowconv_zstd_literal_compression_mode = ZSTD_c_literalCompressionMode;

#endif
