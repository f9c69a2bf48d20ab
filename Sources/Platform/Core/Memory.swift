internal import CAllocator

/// How this process holds memory: a small machine runs the program beside its database.
public enum Memory {
    /// Once, when the program starts, before it has other threads.
    public static func settle() { sangam_allocator_settle() }

    /// Gives the system back what was freed and lies in whole pages.
    ///
    ///     let index = buildFromAllRows()   // needed much more than it keeps
    ///     Memory.giveBack()
    ///
    /// Takes some milliseconds, during which other threads that want memory wait. Not for what happens often.
    public static func giveBack() { sangam_allocator_give_back() }
}
