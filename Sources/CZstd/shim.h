#ifndef FLOWCONV_CZSTD_SHIM_H
#define FLOWCONV_CZSTD_SHIM_H

#include <zstd.h>

#endif
