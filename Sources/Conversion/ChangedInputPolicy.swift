/// What to do about an input that was converted and has changed since.
public enum ChangedInputPolicy: String, Sendable, CaseIterable {
    /// Convert it anew; its new rows take the place of its old ones.
    case replace
    /// Stop before anything is done.
    case refuse
    /// Say so and go on with the others.
    case leaveOut = "leave-out"
}
