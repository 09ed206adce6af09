package io.foliomq.engine.member;

import io.foliomq.engine.testing.ChildJvm;
import io.foliomq.engine.testing.ChildLines;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A member in a process of its own. */
public final class MemberChild {
    private MemberChild() {}

    /** Starts a child that is attached, reaps, and has said so. */
    static ChildJvm start(Path store, String... options) {
        ChildJvm child = ChildJvm.start(List.of(options), MemberChild.class, store.toString());
        child.await("attached");
        return child;
    }

    static long tokenOf(ChildJvm child) {
        return Long.parseLong(child.ask("token"));
    }

    public static void main(String[] arguments) throws IOException {
        MemberCommands member = new MemberCommands(arguments[0], ChildLines::say);
        member.apply(new String[] {"reap"});
        ChildLines.say("attached");
        ChildLines.answer(member);
    }
}
