import FuzzTargets

#if FUZZER
    /// The target that the environment names; libFuzzer has the arguments to itself.
    private let target: FuzzTarget? = environment("FLOWCONV_FUZZ_TARGET").flatMap(FuzzTarget.init)

    /// What libFuzzer calls with every input.
    @_cdecl("LLVMFuzzerTestOneInput")
    public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
        guard let target else { fatalError("FLOWCONV_FUZZ_TARGET names no target: \(FuzzTarget.names)") }
        do {
            try target.run(Array(UnsafeBufferPointer(start: start, count: count)))
        } catch {
            fatalError("\(target.rawValue): \(error)")
        }
        return 0
    }
#else
    /// Without the fuzzer: runs the files that are named behind a target, to look at a finding in a debugger.
    @main enum Fuzz {
        static func main() throws {
            let arguments = CommandLine.arguments.dropFirst()
            guard let target = arguments.first.flatMap(FuzzTarget.init) else {
                print("usage: fuzz TARGET FILE…, where TARGET is one of \(FuzzTarget.names)")
                return
            }
            for path in arguments.dropFirst() {
                do {
                    try target.run(try contents(of: path))
                    print("\(path): fine")
                } catch {
                    print("\(path): \(error)")
                }
            }
        }
    }
#endif
