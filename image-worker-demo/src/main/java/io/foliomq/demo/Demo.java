package io.foliomq.demo;

import io.foliomq.demo.launch.Launcher;
import io.foliomq.demo.settings.Settings;
import io.foliomq.demo.settings.SettingsException;
import java.util.Arrays;

/** The demo's entry: {@code java -jar image-worker-demo-exec.jar [--name=value …]}. */
public final class Demo {
    /** Exit code when a setting cannot be used. */
    private static final int WRONG_SETTING = 2;

    private Demo() {}

    public static void main(String[] arguments) {
        try {
            Launcher.start(Settings.parse(Arrays.asList(arguments), System.getenv()));
        } catch (SettingsException e) {
            System.err.println("ERROR " + e.getMessage());
            System.exit(WRONG_SETTING);
        }
    }
}
