// zlib's initialisers are macros, which Swift cannot import; these give them a function's name.
#ifndef FLOWCONV_CZLIB_SHIM_H
#define FLOWCONV_CZLIB_SHIM_H

#include <zlib.h>

static inline int flowconv_inflateInit2(z_stream *stream, int windowBits) {
    return inflateInit2(stream, windowBits);
}

static inline int flowconv_deflateInit2(z_stream *stream, int level, int windowBits, int memLevel) {
    return deflateInit2(stream, level, Z_DEFLATED, windowBits, memLevel, Z_DEFAULT_STRATEGY);
}

#endif
