package io.foliomq.jms.session;

/** The cause that a dead letter names when no exception brought it there but the application's own decision. */
final class Recovery extends Exception {
    private static final long serialVersionUID = 1L;

    Recovery() {
        super("the session was recovered or rolled back", null, false, false);
    }
}
