/// The program's version, as `--version`, the health answer and evidence bundles give it.
package let softwareVersion = "0.1.0"
