package io.foliomq.demo.settings;

import org.jspecify.annotations.Nullable;

/** A setting that cannot be used. Its message names the setting, the value found and what is accepted. */
public final class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SettingsException(String message) {
        super(message);
    }

    public SettingsException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    static SettingsException wrong(Setting setting, String value, String accepted) {
        String shown = setting.secret() ? "(hidden)" : value;
        return new SettingsException(
                "setting not understood: name=" + setting.key() + ", value=" + shown + ", accepted=" + accepted);
    }
}
