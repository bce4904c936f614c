import { Command } from 'nest-commander';
import { GroupCommand } from '../daybook-command';
import { CollectDossierCommand } from './collect-dossier.command';
import { CollectWorklistCommand } from './collect-worklist.command';

@Command({ name: 'collect', description: 'who to call, and what an agency is given', subCommands: [CollectWorklistCommand, CollectDossierCommand] })
export class CollectCommand extends GroupCommand {}
