package io.foliomq.engine;

import java.util.ArrayList;
import java.util.List;

/** Looks, before anything else is touched, whether the JVM lets mapped memory be used. */
final class JvmFlags {
    private JvmFlags() {}

    static void require() {
        Module base = Object.class.getModule();
        Module ours = JvmFlags.class.getModule();
        List<String> missing = new ArrayList<>();
        if (!base.isOpen("java.lang.reflect", ours)) {
            missing.add("--add-opens java.base/java.lang.reflect=ALL-UNNAMED");
        }
        if (!base.isOpen("jdk.internal.misc", ours)) {
            missing.add("--add-opens java.base/jdk.internal.misc=ALL-UNNAMED");
        }
        if (!base.isExported("sun.nio.ch", ours)) {
            missing.add("--add-exports java.base/sun.nio.ch=ALL-UNNAMED");
        }
        if (!missing.isEmpty()) {
            throw new MissingJvmFlagsException(
                    "start the JVM with these flags, or put them into JDK_JAVA_OPTIONS or the manifest of the executable jar: "
                            + String.join(" ", missing),
                    null);
        }
    }
}
