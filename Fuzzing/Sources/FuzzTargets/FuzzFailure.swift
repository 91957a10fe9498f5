/// What an input showed: something that must hold, and does not.
public struct FuzzFailure: Error, CustomStringConvertible {
    /// What does not hold.
    public let description: String
}

/// Fails the input where `condition` does not hold.
func expect(_ condition: Bool, _ what: @autoclosure () -> String) throws(FuzzFailure) {
    if !condition { throw FuzzFailure(description: what()) }
}
