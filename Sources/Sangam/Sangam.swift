import ArgumentParser
import Configuration
import ServiceLifecycle
@main struct SangamCommand: ParsableCommand { }
