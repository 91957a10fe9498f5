// The kernel is header-only; SwiftPM wants one C file in a C target.
#include "CDelimiterScan.h"
