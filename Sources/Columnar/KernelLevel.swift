import CColumnKernels

/// What kernels may use of the processor; the results are the same at each level.
package enum KernelLevel: UInt32, CaseIterable, Sendable {
    /// What every processor has; kernels that need vectors have twins in Swift.
    case plain = 0
    case avx2 = 1
    case avx512 = 2

    /// The highest level of this processor.
    package static let best = KernelLevel(rawValue: flowconv_best_level().rawValue) ?? .plain

    /// The levels of this processor.
    package static let available = allCases.filter { $0.rawValue <= best.rawValue }

    /// The level as the kernels in C take it.
    package var argument: flowconv_level { flowconv_level(rawValue: rawValue) }
}
