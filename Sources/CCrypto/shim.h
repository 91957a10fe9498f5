#ifndef FLOWCONV_CCRYPTO_SHIM_H
#define FLOWCONV_CCRYPTO_SHIM_H

#include <openssl/evp.h>

#endif
