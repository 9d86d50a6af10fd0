export { DamagedBackup } from './read-backup.js';
export { restoreBackup, type RestoreReport, type RestoreTarget } from './restore-backup.js';
export { writeBackup, type BackupReport, type BackupSource } from './write-backup.js';
