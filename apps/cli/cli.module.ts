import { Module } from '@nestjs/common';
import { AuditRecordsCommand } from './audit-records/audit-records.command';
import { BackupCommand } from './backup/backup.command';
import { RestoreCommand } from './backup/restore.command';
import { BankGroupCommand } from './bank/bank.command';
import { BenchCommand } from './bench.command';
import { BillCommand } from './bill/bill.command';
import { CollectCommand } from './collect/collect.command';
import { ConfigCommand } from './config/config.command';
import { CopyCommand } from './copy/copy.command';
import { DeliverCommand } from './deliver/deliver.command';
import { DemoCommand } from './demo/demo.command';
import { DiffCommand } from './diff/diff.command';
import { DirectDebitCommand } from './direct-debit/direct-debit.command';
import { DoCommand } from './do/do.command';
import { CheckEInvoiceCommand } from './document/check-e-invoice.command';
import { DocumentCommand } from './document/document.command';
import { EraseCommand } from './erase/erase.command';
import { CheckFecCommand } from './export/check-fec.command';
import { ExplainCommand } from './explain/explain.command';
import { ExportCommand } from './export/export.command';
import { ImportCommand } from './import/import.command';
import { KeysCommand } from './keys/keys.command';
import { NodeCommand } from './node/node.command';
import { PackCommand } from './pack/pack.command';
import { PeriodCommand } from './period/period.command';
import { RatesCommand } from './period/rates.command';
import { RevalueCommand } from './period/revalue.command';
import { CheckProofCommand } from './prove/check-proof.command';
import { ProveCommand } from './prove/prove.command';
import { RebuildCommand } from './rebuild/rebuild.command';
import { ReplayCommand } from './replay/replay.command';
import { ReportCommand } from './report/report.command';
import { SealCommand } from './seal/seal.command';
import { SendCommand } from './send/send.command';
import { SetupCommand } from './setup/setup.command';
import { StartCommand } from './start/start.command';
import { VerifyCommand } from './verify/verify.command';
import { WebhooksCommand } from './webhooks/webhooks.command';

/** Every command with its subcommands. */
const commands = [
  BankGroupCommand, DemoCommand, StartCommand, ImportCommand, SendCommand, BillCommand, ReportCommand, ReplayCommand, VerifyCommand, RebuildCommand, ExportCommand, CheckFecCommand, ConfigCommand,
  CollectCommand, SealCommand, ProveCommand, CheckProofCommand, BackupCommand, RestoreCommand, PackCommand, ExplainCommand, DiffCommand,
  KeysCommand, NodeCommand, SetupCommand, CopyCommand, BenchCommand, PeriodCommand, RatesCommand, RevalueCommand, DoCommand, DeliverCommand, DocumentCommand, CheckEInvoiceCommand, DirectDebitCommand,
  WebhooksCommand,
  EraseCommand, AuditRecordsCommand,
] as const;

@Module({
  providers: commands.flatMap((command) => command.registerWithSubCommands()),
})
export class CliModule {}
