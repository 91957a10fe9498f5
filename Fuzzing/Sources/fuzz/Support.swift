import Foundation
import FuzzTargets

extension FuzzTarget {
    static var names: String { allCases.map(\.rawValue).joined(separator: " ") }
}

func environment(_ name: String) -> String? { ProcessInfo.processInfo.environment[name] }

func contents(of path: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(fileURLWithPath: path))) }
